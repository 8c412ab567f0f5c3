using System.CommandLine;
using Nabla.OnnxRuntime;
using Nabla.Ops;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary><c>nabla bench step</c>: whole training steps, beside ONNX Runtime on the same graph.</summary>
sealed class BenchStepCommand : BenchSubcommand
{
    const int Batches = 8;

    static readonly (string Net, int Batch)[] Cases =
        [("2-8-8-2", 1), ("784-128-10", 32), ("784-128-10", 128), ("784-512-256-10", 128), ("784-2048-2048-10", 256), ("1024-4096-4096-1024", 512)];

    readonly Option<string[]> _only;
    readonly Option<bool> _alone;

    public BenchStepCommand() : base("step", "Training steps of multilayer perceptrons: fresh inputs in rotation, the loss read, parameters and state updated.",
        "nabla bench step --threads 2",
        "nabla bench step --net 784-512-256-10 --alone")
    {
        _only = Add(new Option<string[]>("--net") { Description = "Only these nets.", HelpName = "SIZES", AllowMultipleArgumentsPerToken = true });
        _alone = Add(new Option<bool>("--alone") { Description = "Without ONNX Runtime." });
    }

    protected override void Measure(ParseResult line, Stopclock clock)
    {
        var only = line.GetValue(_only) ?? [];
        if (only.FirstOrDefault(net => Cases.All(c => c.Net != net)) is { } unknown)
            throw new UsageException($"--net {unknown}: choose from {string.Join(", ", Cases.Select(c => c.Net).Distinct())}.");
        var registry = PluginOption.Load(line);
        foreach (var optimizer in new Optimizer[] { new Sgd(0.01), new Adam(1e-3) })
            foreach (var (net, batch) in Cases.Where(c => only.Length == 0 || only.Contains(c.Net)))
                Measure(registry, optimizer, net, batch, clock, line.GetValue(_alone));
    }

    static void Measure(Registry registry, Optimizer optimizer, string net, int batch, Stopclock clock, bool alone)
    {
        int[] layers = [.. net.Split('-').Select(int.Parse)];
        var sizes = new Dictionary<string, long> { ["N"] = batch };
        var step = new TrainingStep(registry, Sequential.Mlp(layers, "relu"), new SoftmaxCrossEntropy(), optimizer, layers[0], seed: 1);
        var (features, labels) = Draw(layers, batch);
        var ours = Cpu.Backend(clock.Threads).Compile(step.Program, [step.Loss], sizes, updates: true);
        ours.Input<float>(step.Update.LearningRate)[0] = (float)optimizer.LearningRate.At(0);
        int n = 0;
        double sum = 0;
        void RunOurs()
        {
            int b = n++ % Batches;
            features[b].CopyTo(ours.Input<float>(step.Input));
            labels[b].CopyTo(ours.Input<long>(step.Labels));
            ours.Run();
            sum += ours.Output<float>(step.Loss)[0];
        }
        // Forward 2, adjoint 4 operations for each weight and sample, less the adjoint of the input.
        double operations = 2.0 * batch * (3 * layers.Zip(layers.Skip(1)).Sum(l => (double)l.First * l.Second) - (double)layers[0] * layers[1]);
        if (alone)
        {
            clock.Case(optimizer.ToString()!, net, batch, operations, ("nabla", RunOurs));
            return;
        }
        var function = StepFunction.Of(step.Program, [step.Loss]);
        using var theirs = new OrtStep(function, sizes, new() { Threads = clock.Threads });
        Value At(string name) => function.Graph.Inputs.Single(v => v.Name == name);
        var (x, y, rate, loss) = (At(step.Input.Name), At(step.Labels.Name), At(step.Update.LearningRate.Name), function.Outputs[0]);
        theirs.Input<float>(rate)[0] = (float)optimizer.LearningRate.At(0);
        int m = 0;
        void RunTheirs()
        {
            int b = m++ % Batches;
            features[b].CopyTo(theirs.Input<float>(x));
            labels[b].CopyTo(theirs.Input<long>(y));
            theirs.Run();
            sum += theirs.Output<float>(loss)[0];
        }
        clock.Case(optimizer.ToString()!, net, batch, operations, ("nabla", RunOurs), ("onnxruntime", RunTheirs));
    }

    static (float[][] Features, long[][] Labels) Draw(int[] layers, int batch)
    {
        var random = new Random(1);
        return ([.. Enumerable.Range(0, Batches).Select(_ => Enumerable.Range(0, batch * layers[0]).Select(_ => random.NextSingle()).ToArray())],
            [.. Enumerable.Range(0, Batches).Select(_ => Enumerable.Range(0, batch).Select(_ => random.NextInt64(layers[^1])).ToArray())]);
    }
}
