using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>Every sample of every op, by name.</summary>
static class OpTable
{
    public static Registry Ops { get; } = new Registry()
        .AddAssembly(typeof(Nabla.Plugins.Add).Assembly).AddAssembly(typeof(Nabla.Plugins.Relu).Assembly).AddAssembly(typeof(Nabla.Plugins.MatMul).Assembly)
        .AddAssembly(typeof(Nabla.Plugins.SoftmaxCrossEntropyLoss).Assembly).AddAssembly(typeof(Nabla.Plugins.Reshape).Assembly)
        .AddAssembly(typeof(Nabla.Plugins.ReduceSum).Assembly).AddAssembly(typeof(Nabla.Plugins.LayerNormalization).Assembly).AddAssembly(typeof(Nabla.Plugins.Adam).Assembly)
        .AddAssembly(typeof(Nabla.Plugins.RandomNormal).Assembly).AddAssembly(typeof(Nabla.Plugins.Inverse).Assembly);

    static readonly IReadOnlyDictionary<string, OpSample> All = OpSamples.Of(Ops).Rows.ToDictionary(c => c.Name);

    public static OpSample Get(string name) => All[name];

    public static IEnumerable<OpSample> Every => All.Values;

    public static TheoryData<string> Names(Func<OpSample, bool> chosen) => [.. All.Values.Where(chosen).Select(c => c.Name)];
}
