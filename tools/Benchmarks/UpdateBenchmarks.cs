using BenchmarkDotNet.Attributes;
using Nabla.Ops;
using Nabla.Training;

namespace Nabla.Benchmarks;

/// <summary>The update rules over 65 536 parameters whose gradient is in memory, the time a parameter. (In training steps they run in the epilogue of the gradient.)</summary>
public class UpdateBenchmarks
{
    const int Count = 65_536;

    Executable _run = null!;

    [Params("Sgd", "Momentum", "Adam", "AdamW")]
    public string Optimizer { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var program = new Program(Ops.Registry);
        var graph = program.AddGraph("forward");
        var gradient = graph.Input("g", ElementType.Float32, [Count]);
        var loss = graph.Output((graph.Parameter(new("w", Tensor.Filled(ElementType.Float32, 1, Count))) * gradient).Sum(), "loss");
        Optimizer rule = Optimizer switch { "Sgd" => new Sgd(0.01), "Momentum" => new Momentum(0.01), "Adam" => new Adam(1e-3), _ => new AdamW(1e-3) };
        var update = rule.Build(program, Adjoint.Of(loss));
        _run = Cpu.Backend(1).Compile(program, [], updates: true);
        var random = new Random(1);
        foreach (ref float v in _run.Input<float>(gradient)) v = random.NextSingle() - 0.5f;
        _run.Input<float>(update.LearningRate)[0] = 1e-3f;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void Run() => _run.Run();
}
