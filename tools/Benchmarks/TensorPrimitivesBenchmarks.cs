using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>The same functions as <see cref="ElementwiseBenchmarks"/>, as far as the library of the runtime has them.</summary>
public class TensorPrimitivesBenchmarks
{
    readonly float[] _x = new float[ElementwiseBenchmarks.Count], _y = new float[ElementwiseBenchmarks.Count];

    [Params("Exp", "Log", "Tanh", "Sigmoid", "Sqrt", "Sin")]
    public string Function { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        foreach (ref float v in _x.AsSpan()) v = random.NextSingle() + ElementwiseBenchmarks.LowOf(Function);
    }

    [Benchmark(OperationsPerInvoke = ElementwiseBenchmarks.Count)]
    public void Peer()
    {
        switch (Function)
        {
            case "Exp": TensorPrimitives.Exp<float>(_x, _y); break;
            case "Log": TensorPrimitives.Log<float>(_x, _y); break;
            case "Tanh": TensorPrimitives.Tanh<float>(_x, _y); break;
            case "Sigmoid": TensorPrimitives.Sigmoid<float>(_x, _y); break;
            case "Sqrt": TensorPrimitives.Sqrt<float>(_x, _y); break;
            default: TensorPrimitives.Sin<float>(_x, _y); break;
        }
    }
}
