using Nabla.Onnx;

namespace Nabla.OnnxRuntime;

/// <summary>Runs one op in ONNX Runtime: the second opinion that kernels and rules are tested against.</summary>
public static class OrtOps
{
    /// <summary>Writes a graph of a single node and runs it.</summary>
    /// <param name="registry">Where the op is registered.</param>
    /// <param name="op">The op with its attributes.</param>
    /// <param name="inputs">Its inputs; null where an optional one is left out.</param>
    /// <param name="asConstants">Inputs that are stored in the model instead of fed: those that a shape rule must know, such as axes.</param>
    /// <param name="opset">The opset that the model states.</param>
    /// <returns>All outputs of the op.</returns>
    /// <exception cref="NablaException">The op breaks a rule, cannot be written, or ONNX Runtime has no kernel for it.</exception>
    public static Tensor[] Run(Registry registry, Op op, IReadOnlyList<Tensor?> inputs, IReadOnlySet<int>? asConstants = null, int opset = OnnxExportOptions.DefaultOpset)
    {
        var graph = new Program(registry).AddGraph("op");
        var fed = new List<Tensor>();
        var values = inputs.Select((tensor, i) =>
        {
            if (tensor is null) return null;
            if (asConstants?.Contains(i) == true) return graph.Constant(tensor, $"x{i}");
            fed.Add(tensor);
            return graph.Input($"x{i}", tensor.Element, tensor.Type.Shape);
        }).ToArray();
        var node = graph.AddNamed(op, op.Schema.Name, null, values);
        foreach (var output in node.Outputs) graph.Output(output);
        using var model = new OrtModel(OnnxExport.Write(graph, new() { Opset = opset }));
        return model.Run(fed);
    }
}
