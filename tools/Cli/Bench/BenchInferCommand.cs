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

    public BenchInferCommand() : base("infer", "Inference of 784-512-256-10 at batches of 1 to 1024.", "nabla bench infer --threads 1") { }

    protected override void Measure(ParseResult line, Stopclock clock)
    {
        var registry = PluginOption.Load(line);
        var file = OnnxExport.Write(new TrainingStep(registry, Sequential.Mlp(Layers, "relu"), new SoftmaxCrossEntropy(), new Sgd(0.01), Layers[0], seed: 1).ModelGraph);
        // As whoever only runs a model reads it: the weights never change.
        var graph = OnnxImport.Read(file, registry, new() { ParametersAsConstants = true }).Graph;
        var (x, y) = (graph.Inputs[0], graph.Outputs[0]);
        foreach (int batch in Batches)
        {
            var sizes = new Dictionary<string, long> { ["N"] = batch };
            var random = new Random(1);
            float[] features = [.. Enumerable.Range(0, batch * Layers[0]).Select(_ => random.NextSingle())];
            var ours = Cpu.Backend(clock.Threads).Compile(graph.Program, [y], sizes);
            using var theirs = new OrtInference(file, x.Type.Bind(sizes), y.Type.Bind(sizes), new() { Threads = clock.Threads });
            float sum = 0;
            void RunOurs()
            {
                features.CopyTo(ours.Input<float>(x));
                ours.Run();
                sum += ours.Output<float>(y)[0];
            }
            void RunTheirs()
            {
                features.CopyTo(theirs.Input<float>());
                theirs.Run();
                sum += theirs.Output<float>()[0];
            }
            double operations = 2.0 * batch * Layers.Zip(Layers.Skip(1)).Sum(l => (double)l.First * l.Second);
            clock.Case("infer", string.Join('-', Layers), batch, operations, ("nabla", RunOurs), ("onnxruntime", RunTheirs));
        }
    }
}
