using System.CommandLine;
using Nabla.Onnx;
using Nabla.OnnxRuntime;
using Nabla.Ops;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary><c>nabla bench infer</c>: inference of a multilayer perceptron at several batch sizes, beside ONNX Runtime on the same file.</summary>
sealed class BenchInferCommand : BenchSubcommand
{
    static readonly int[] Layers = [784, 512, 256, 10], Batches = [1, 8, 32, 128, 512, 1024];

    readonly DeviceOptions _device;
    readonly Option<bool> _alone;

    public BenchInferCommand() : base("infer", "Inference of 784-512-256-10 at batches of 1 to 1024.", "nabla bench infer --threads 1", "nabla bench infer --threads 2 --alone", "nabla bench infer --device cuda")
    {
        _alone = Add(new Option<bool>("--alone") { Description = "Without ONNX Runtime, whose threads look for work a while after each run and take a core meanwhile; or with --device, without Nabla's kernels." });
        _device = new(this);
    }

    protected override void Measure(ParseResult line, Stopclock clock)
    {
        var registry = PluginOption.Load(line);
        var file = OnnxExport.Write(new TrainingStep(registry, Sequential.Mlp(Layers, "relu"), new SoftmaxCrossEntropy(), new Sgd(0.01), Layers[0], seed: 1).ModelGraph);
        // As whoever only runs a model reads it: the weights never change.
        var graph = OnnxImport.Read(file, registry, new() { ParametersAsConstants = true }).Graph;
        var (x, y) = (graph.Inputs[0], graph.Outputs[0]);
        var device = _device.Of(line, clock.Threads);
        bool alone = line.GetValue(_alone);
        using var other = alone && device is null ? null : new OnnxRuntimeBackend(device ?? new() { Threads = clock.Threads });
        foreach (int batch in Batches)
        {
            var random = new Random(1);
            float[] features = [.. Enumerable.Range(0, batch * Layers[0]).Select(_ => random.NextSingle())];
            float sum = 0;
            Action Model(IBackend backend)
            {
                var compiled = backend.Compile(graph.Program, [y], new Dictionary<string, long> { ["N"] = batch });
                return () =>
                {
                    compiled.Feed<float>(x, features);
                    compiled.Run();
                    sum += compiled.Output<float>(y)[0];
                };
            }
            double operations = 2.0 * batch * Layers.Zip(Layers.Skip(1)).Sum(l => (double)l.First * l.Second);
            var engines = new List<Engine>();
            if (!alone || device is null) engines.Add(("nabla", Model(Cpu.Backend(clock.Threads))));
            if (other is not null) engines.Add((device is null ? "onnxruntime" : other.Name, Model(other)));
            clock.Case("infer", string.Join('-', Layers), batch, operations, [.. engines]);
        }
        if (other is not null) DeviceOptions.NoteDevice(other);
    }
}
