using Nabla.Onnx;
using Nabla.Training;

namespace Nabla.Guide;

static class WholeStep
{
    public static void Run()
    {
        var model = new Sequential(new Linear(4, 8), Activation.Tanh, new Linear(8, 3));
        var trainer = new Trainer(PluginFolder.LoadDefault(), model, new SoftmaxCrossEntropy(), new Momentum(0.1));
        Console.WriteLine(string.Join(", ", trainer.Step.Program.Graphs.Select(g => g.Name)));

        var step = StepFunction.Of(trainer.Step.Program, [trainer.Step.Loss]);
        Console.WriteLine(string.Join(", ", OnnxExport.Write(step.Graph).Graph.Node.Select(n => n.OpType).Distinct().Order()));
    }
}
