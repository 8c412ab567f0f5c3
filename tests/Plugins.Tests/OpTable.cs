using Nabla.Tests.Cases;

namespace Nabla.Tests;

/// <summary>Every case of every op, by name.</summary>
static class OpTable
{
    public static Registry Ops { get; } = new Registry()
        .AddAssembly(typeof(Nabla.Plugins.Add).Assembly).AddAssembly(typeof(Nabla.Plugins.Relu).Assembly).AddAssembly(typeof(Nabla.Plugins.MatMul).Assembly)
        .AddAssembly(typeof(Nabla.Plugins.SoftmaxCrossEntropyLoss).Assembly).AddAssembly(typeof(Nabla.Plugins.Reshape).Assembly)
        .AddAssembly(typeof(Nabla.Plugins.ReduceSum).Assembly).AddAssembly(typeof(Nabla.Plugins.LayerNormalization).Assembly);

    static readonly IReadOnlyDictionary<string, OpCase> All =
        new[] { ElementwiseCases.All, ProductCases.All, LossCases.All, ReductionCases.All, ShapingCases.All, NormalizationCases.All }.SelectMany(c => c).ToDictionary(c => c.Name);

    public static OpCase Get(string name) => All[name];

    public static IEnumerable<OpCase> Every => All.Values;

    public static TheoryData<string> Names(Func<OpCase, bool> chosen) => [.. All.Values.Where(chosen).Select(c => c.Name)];
}
