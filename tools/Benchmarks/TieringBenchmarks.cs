using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using Nabla.Ops;

namespace Nabla.Benchmarks;

/// <summary>A product with bias and activation in its epilogue under the runtime's tiering settings: what is inlined where must not depend on them.</summary>
[Config(typeof(Runtimes))]
public class TieringBenchmarks
{
    Executable _run = null!;

    [Params("128x512x784", "32x128x784")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var (m, n, k) = Product.Sizes(Shape) is [var rows, var columns, var terms] ? (rows, columns, terms) : throw new InvalidOperationException(Shape);
        _run = Ops.Compile([m, k], x =>
        {
            var w = x.Graph.Parameter(new("w", Tensor.Filled(ElementType.Float32, 0.01, k, n)));
            var b = x.Graph.Parameter(new("b", Tensor.Filled(ElementType.Float32, 0.01, n)));
            return (x.MatMul(w) + b).Relu();
        });
    }

    [Benchmark]
    public void ProductBiasRelu() => _run.Run();

    sealed class Runtimes : ManualConfig
    {
        public Runtimes()
        {
            Add("PGO", new EnvironmentVariable("DOTNET_TieredPGO", "1"));
            Add("no tiers", new EnvironmentVariable("DOTNET_TieredCompilation", "0"));
            Add("no quick loops", new EnvironmentVariable("DOTNET_TC_QuickJitForLoops", "0"));
            UnionRule = ConfigUnionRule.Union;
        }

        void Add(string name, params EnvironmentVariable[] variables) => AddJob(Settings.Short.WithEnvironmentVariables(variables).WithId(name));
    }
}
