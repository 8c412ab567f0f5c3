using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>The built-in ops and their sample tables.</summary>
static class Everything
{
    public static Registry Ops { get; } = NewRegistry();

    public static OpSamples Table { get; } = OpSamples.Of(Ops);

    public static Registry NewRegistry() => WithoutActivations().AddAssembly(typeof(Nabla.Plugins.Relu).Assembly);

    public static Registry WithoutActivations() => new Registry()
        .AddAssembly(typeof(Nabla.Plugins.Add).Assembly).AddAssembly(typeof(Nabla.Plugins.MatMul).Assembly)
        .AddAssembly(typeof(Nabla.Plugins.SoftmaxCrossEntropyLoss).Assembly).AddAssembly(typeof(Nabla.Plugins.Reshape).Assembly)
        .AddAssembly(typeof(Nabla.Plugins.ReduceSum).Assembly).AddAssembly(typeof(Nabla.Plugins.LayerNormalization).Assembly).AddAssembly(typeof(Nabla.Plugins.Adam).Assembly)
        .AddAssembly(typeof(Nabla.Plugins.RandomNormal).Assembly).AddAssembly(typeof(Nabla.Plugins.Det).Assembly);
}
