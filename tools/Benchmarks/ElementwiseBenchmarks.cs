using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>Functions over 16 384 floats, the time an element, at each lane width.</summary>
public class ElementwiseBenchmarks
{
    internal const int Count = 16_384;

    Executable _run = null!;

    [Params("Exp", "Log", "Tanh", "Sigmoid", "Erf", "Gelu", "Softplus", "Sqrt", "Sin")]
    public string Function { get; set; } = "";

    [Params(128, 256, 512)]
    public int Lanes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        if (Lanes > Nabla.Ops.Lanes.Widest) throw new NotSupportedException($"This processor's registers have {Nabla.Ops.Lanes.Widest} bits.");
        Nabla.Ops.Lanes.Width = Lanes;
        _run = Ops.Compile([Count], x => x.Graph.Add(Function, x), LowOf(Function));
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void Run() => _run.Run();

    internal static float LowOf(string function) => function is "Log" or "Sqrt" ? 0.5f : -0.5f;
}
