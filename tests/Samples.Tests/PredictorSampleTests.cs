using System.Reflection;
using Nabla.Onnx;
using Nabla.Training;
using PredictorSample;

namespace Nabla.Tests;

/// <summary>The predictor of the samples decides as the trainer does.</summary>
public class PredictorSampleTests
{
    static readonly string[] Plugins = ["MatMul", "Activations", "SoftmaxCrossEntropy", "Arithmetic", "Reductions", "Shaping"];

    [Fact]
    public void It_classifies_as_the_trainer_does()
    {
        var registry = Plugins.Aggregate(new Registry(), (r, plugin) => r.AddAssembly(Assembly.Load(plugin), plugin));
        var (train, test) = Digits.Load();
        var trainer = new Trainer(registry, Sequential.Mlp([64, 32, 10], "relu"), new SoftmaxCrossEntropy(), new Adam(2e-3));
        for (int epoch = 0; epoch < 3; epoch++) trainer.TrainEpoch(train);
        var folder = Directory.CreateTempSubdirectory("nabla-sample-").FullName;
        try
        {
            var path = Path.Combine(folder, "digits.onnx");
            OnnxFile.Save(trainer.ModelGraph, path);
            using var predictor = new OnnxPredictor(path);
            Assert.Equal(trainer.Classify(test.Features), predictor.Classify(test.Features.ToArray(), test.Count));
            Assert.ThrowsAny<NablaException>(() => new OnnxPredictor(path, "ep:Nothing"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
