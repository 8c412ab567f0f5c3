using Nabla.Onnx;
using Nabla.OnnxRuntime;
using Nabla.Ops;

namespace Nabla.Tests;

/// <summary>On a device a model is validated as it is, and as evaluation and prediction run it.</summary>
public class DeviceValidationTests
{
    static readonly OrtOptions BuiltIn = new() { Device = new("CPUExecutionProvider", 0, "built in") };

    static Dictionary<string, Tensor> Images(long rows)
    {
        var random = new Random(3);
        return new() { ["labels"] = Tensor.Of(Enumerable.Range(0, (int)rows * 20).Select(_ => random.NextSingle()).ToArray(), rows, 1, 4, 5) };
    }

    [Fact]
    public void Both_ways_agree_and_batches_are_counted_once()
    {
        var result = ModelValidation.Run(OnnxExport.Write(ForeignModel.Perceptron()), StepTests.Ops, Cpu.Backend(1), Images(10), chunk: 4, BuiltIn);
        Assert.True(result.Passed, result.ToString());
        Assert.Equal((10, 10, 10), (result.Rows, result.Predictions, result.EqualPredictions));
        Assert.Equal("ONNX Runtime on ep:CPUExecutionProvider=built in", result.Peer);
        Assert.Empty(result.Strays);
    }

    [Fact]
    public void It_is_said_which_way_fails()
    {
        var model = OnnxExport.Write(ForeignModel.Perceptron());
        var options = BuiltIn with { ProviderOptions = new Dictionary<string, string> { ["cuda_graph"] = "1" } };
        var message = Assert.Throws<NablaException>(() => ModelValidation.Run(model, StepTests.Ops, Cpu.Backend(1), Images(2), options: options)).Message;
        Assert.StartsWith("On ep:CPUExecutionProvider=built in, the model as it is: 'cuda_graph' cannot be set", message, StringComparison.Ordinal);
    }
}
