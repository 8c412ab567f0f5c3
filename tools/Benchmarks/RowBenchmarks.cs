using BenchmarkDotNet.Attributes;
using Nabla.Ops;

namespace Nabla.Benchmarks;

/// <summary>Reductions and softmax over 65 536 floats, the time an element: long rows, rows as short as classes, columns.</summary>
public class RowBenchmarks
{
    const int Count = 65_536;

    Executable _run = null!;

    [Params("Sum", "Mean", "ReduceMax", "Softmax", "LogSoftmax", "SumOfColumns")]
    public string Function { get; set; } = "";

    [Params(8, 1024)]
    public int Columns { get; set; }

    [GlobalSetup]
    public void Setup() => _run = Ops.Compile([Count / Columns, Columns], x => Function switch
    {
        "Sum" => x.Sum([1]),
        "Mean" => x.Mean([1]),
        "ReduceMax" => x.ReduceMax([1]),
        "Softmax" => x.Softmax(),
        "LogSoftmax" => x.LogSoftmax(),
        _ => x.Sum([0]),
    });

    [Benchmark(OperationsPerInvoke = Count)]
    public void Run() => _run.Run();
}
