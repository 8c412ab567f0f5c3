using Nabla.OnnxRuntime;
using Nabla.Training;

namespace Nabla.Guide;

static class OnADevice
{
    public static void Run()
    {
        // "cuda", "cuda:1", "ep:NAME=LIBRARY"; "cpu" are ONNX Runtime's own kernels, which are everywhere.
        using var backend = new OnnxRuntimeBackend(new() { Device = Device.Parse("cpu"), Tf32 = true });
        var (train, test) = Digits.Load();
        var model = new Sequential(new Linear(64, 32), Activation.Relu, new Linear(32, 10));
        var trainer = new Trainer(PluginFolder.LoadDefault(), model, new SoftmaxCrossEntropy(), new Adam(2e-3), backend);
        for (int epoch = 0; epoch < 20; epoch++) trainer.TrainEpoch(train);
        Console.WriteLine($"more than 90 % right: {trainer.Evaluate(test).Accuracy > 0.9}");
    }
}
