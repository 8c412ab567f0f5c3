namespace Nabla.Tests;

/// <summary>The built-in ops, registered by code.</summary>
static class BuiltIn
{
    public static Registry Ops { get; } = NewRegistry();

    /// <summary>One that may be added to.</summary>
    public static Registry NewRegistry() => new Registry()
        .AddAssembly(typeof(Nabla.Plugins.Add).Assembly).AddAssembly(typeof(Nabla.Plugins.Relu).Assembly).AddAssembly(typeof(Nabla.Plugins.MatMul).Assembly)
        .AddAssembly(typeof(Nabla.Plugins.SoftmaxCrossEntropyLoss).Assembly).AddAssembly(typeof(Nabla.Plugins.Reshape).Assembly)
        .AddAssembly(typeof(Nabla.Plugins.ReduceSum).Assembly);

    public static (Program Program, Graph Graph) NewGraph()
    {
        var program = new Program(Ops);
        return (program, program.AddGraph("forward"));
    }
}
