using Nabla.Onnx;

namespace Nabla.Tests;

/// <summary>A model as other tools write them: images, a symbol of its own, names that a training step would like to use, a softmax at the end.</summary>
static class ForeignModel
{
    /// <summary>Written as a file and read again: image [batch,1,4,5] → Flatten → MatMul, Add → Relu → Gemm (transB) → Softmax.</summary>
    public static Graph Perceptron()
    {
        var graph = new Program(StepTests.Ops).AddGraph("main_graph");
        var random = new Random(2);
        Value Parameter(string name, params long[] sizes) =>
            graph.Parameter(new(name, Tensor.Of(Enumerable.Range(0, (int)sizes.Aggregate(1L, (p, s) => p * s)).Select(_ => (random.NextSingle() - 0.5f)).ToArray(), sizes)));
        var x = graph.Input("labels", ElementType.Float32, ["batch", 1, 4, 5]);
        var flat = graph.Add("Flatten", x);
        var h = graph.Add("Relu", graph.Add("Add", graph.Add("MatMul", flat, Parameter("loss", 20, 12)), Parameter("encoder.bias", 12)));
        var scores = graph.Add(graph.Registry.Make("Gemm", new Dictionary<string, object> { ["transB"] = 1L }), h, Parameter("t", 5, 12), Parameter("head.bias", 5))[0];
        graph.Rename(scores, "learning_rate");
        graph.Output(graph.Add("Softmax", scores), "probabilities");
        return OnnxImport.Read(OnnxExport.Write(graph), StepTests.Ops).Graph;
    }
}
