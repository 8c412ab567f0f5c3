using Microsoft.ML.OnnxRuntime;
using Nabla.Onnx;
using Nabla.OnnxRuntime;

namespace Nabla.Tests;

/// <summary>A model too large for one message goes to ONNX Runtime by way of a file with its numbers beside it, which is gone afterwards.</summary>
public class LargeModelTests
{
    [Fact]
    public void It_computes_the_same_and_leaves_no_file()
    {
        var graph = new Program(StepTests.Ops).AddGraph("g");
        var x = graph.Input("x", ElementType.Float32, [2, 64]);
        var weight = Tensor.Of([.. Enumerable.Range(0, 64 * 64).Select(i => (float)Math.Sin(i))], 64, 64);
        graph.Output(graph.Add("MatMul", x, graph.Constant(weight)), "y");
        var model = OnnxExport.Write(graph);
        var fed = Enumerable.Range(0, 128).Select(i => i / 128f).ToArray();
        var before = Folders();
        using var options = new SessionOptions();
        using var whole = OrtSessions.Load(model, options);
        using var parts = OrtSessions.Load(model, options, maxBytes: 16_000);
        Assert.Empty(Folders().Except(before));
        Assert.Equal(Run(whole), Run(parts));

        float[] Run(InferenceSession session)
        {
            using var run = new RunOptions();
            using var value = OrtValue.CreateTensorValueFromMemory(fed, [2, 64]);
            using var results = session.Run(run, ["x"], [value], ["y"]);
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }
    }

    [Fact]
    public void What_ONNX_Runtime_refuses_leaves_no_file_either()
    {
        var graph = new Program(StepTests.Ops).AddGraph("g");
        graph.Output(graph.Add("Add", graph.Input("x", ElementType.Float32, [3]), graph.Constant(Tensor.Vector(1f, 2f, 3f))), "y");
        var before = Folders();
        var model = OnnxExport.Write(graph);
        model.Graph.Node[0].Input[1] = "missing";
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        Assert.Throws<OnnxRuntimeException>(() => OrtSessions.Load(model, options, maxBytes: 4));
        Assert.Empty(Folders().Except(before));
    }

    static string[] Folders() => Directory.GetDirectories(Path.GetTempPath(), "nabla-model*");
}
