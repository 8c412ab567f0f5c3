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
    readonly Option<bool> _alone, _byHand;
    readonly DeviceOptions _device;
    readonly Option<string> _precision;

    public BenchStepCommand() : base("step", "Training steps of multilayer perceptrons: fresh inputs in rotation, the loss read, parameters and state updated.",
        "nabla bench step --threads 2",
        "nabla bench step --net 784-512-256-10 --alone",
        "nabla bench step --device cuda --tf32 --alone")
    {
        _only = Add(new Option<string[]>("--net") { Description = "Only these nets.", HelpName = "SIZES", AllowMultipleArgumentsPerToken = true });
        _alone = Add(new Option<bool>("--alone") { Description = "Without ONNX Runtime, or with --device, without Nabla's kernels." });
        _byHand = Add(new Option<bool>("--by-hand") { Description = "Beside a step graph that was written by hand, in ONNX Runtime on the same device." });
        _device = new(this, trains: true);
        _precision = Add(CommonOptions.Precision());
    }

    protected override void Measure(ParseResult line, Stopclock clock)
    {
        var only = line.GetValue(_only) ?? [];
        if (only.FirstOrDefault(net => Cases.All(c => c.Net != net)) is { } unknown)
            throw new UsageException($"--net {unknown}: choose from {string.Join(", ", Cases.Select(c => c.Net).Distinct())}.");
        var registry = PluginOption.Load(line);
        foreach (var optimizer in new Optimizer[] { new Sgd(0.01), new Adam(1e-3) })
            foreach (var (net, batch) in Cases.Where(c => only.Length == 0 || only.Contains(c.Net)))
                Measure(registry, optimizer, net, batch, clock, line.GetValue(_alone), _device.Of(line, clock.Threads), Precisions.Of(line.GetValue(_precision)!), line.GetValue(_byHand), _device.StepsPerRun(line));
    }

    static void Measure(Registry registry, Optimizer optimizer, string net, int batch, Stopclock clock, bool alone, OrtOptions? device, MixedPrecision? precision, bool byHand, int stepsPerRun)
    {
        int[] layers = [.. net.Split('-').Select(int.Parse)];
        var (features, labels) = Draw(layers, batch);
        double sum = 0;
        // A step of its own for each engine: two that hand one step's variables to and fro would measure that.
        Action Step(IBackend backend, int steps = 1)
        {
            var step = new TrainingStep(registry, Sequential.Mlp(layers, "relu"), new SoftmaxCrossEntropy(), optimizer, layers[0], seed: 1, precision);
            var sizes = new Dictionary<string, long> { ["N"] = batch };
            var compiled = steps == 1 ? backend.Compile(step.Program, [step.Loss], sizes, updates: true) : ((IMultistepBackend)backend).CompileSteps(step.Program, [step.Loss], steps, sizes);
            return Runs(compiled, step.Input, step.Labels, step.Update.LearningRate, step.Loss, steps);
        }
        Action ByHand(IBackend backend)
        {
            var step = new HandWrittenStep(registry, layers, batch, optimizer);
            return Runs(backend.Compile(step.Program, [step.Loss], updates: true), step.Input, step.Labels, step.LearningRate, step.Loss);
        }
        Action Runs(Executable compiled, Value input, Value classes, Value rate, Value loss, int steps = 1)
        {
            compiled.Input<float>(rate).Fill((float)optimizer.LearningRate.At(0));
            int n = 0;
            Feed();
            return () =>
            {
                // As a trainer does: the next batch goes up while a device is at work.
                compiled.Start();
                Feed();
                foreach (float l in compiled.Output<float>(loss)) sum += l;
            };

            void Feed()
            {
                if (steps == 1)
                {
                    int b = n++ % Batches;
                    compiled.Feed<float>(input, features[b]);
                    compiled.Feed<long>(classes, labels[b]);
                }
                else
                {
                    for (int k = 0; k < steps; k++) Put(k, n++ % Batches);
                }
                compiled.Stage();
            }

            void Put(int k, int b)
            {
                features[b].CopyTo(compiled.Input<float>(input)[(k * features[b].Length)..]);
                labels[b].CopyTo(compiled.Input<long>(classes)[(k * labels[b].Length)..]);
            }
        }
        using var other = alone && device is null ? null : new OnnxRuntimeBackend(device ?? new() { Threads = clock.Threads });
        var engines = new List<Engine>();
        if (!alone || device is null) engines.Add(("nabla", Step(Cpu.Backend(clock.Threads))));
        if (other is not null)
        {
            engines.Add((device is null ? "onnxruntime" : other.Name, Step(other)));
            if (stepsPerRun > 1) engines.Add(new($"{other.Name} x{stepsPerRun}", Step(other, stepsPerRun), stepsPerRun));
            if (byHand) engines.Add(("by hand", ByHand(other)));
            DeviceOptions.NoteDevice(other);
        }
        // Forward 2, adjoint 4 operations for each weight and sample, less the adjoint of the input.
        double operations = 2.0 * batch * (3 * layers.Zip(layers.Skip(1)).Sum(l => (double)l.First * l.Second) - (double)layers[0] * layers[1]);
        clock.Case(optimizer.ToString()!, net, batch, operations, [.. engines]);
    }

    static (float[][] Features, long[][] Labels) Draw(int[] layers, int batch)
    {
        var random = new Random(1);
        return ([.. Enumerable.Range(0, Batches).Select(_ => Enumerable.Range(0, batch * layers[0]).Select(_ => random.NextSingle()).ToArray())],
            [.. Enumerable.Range(0, Batches).Select(_ => Enumerable.Range(0, batch).Select(_ => random.NextInt64(layers[^1])).ToArray())]);
    }
}
