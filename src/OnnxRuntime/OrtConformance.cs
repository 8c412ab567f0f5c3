using Nabla.Onnx.Protos;

namespace Nabla.OnnxRuntime;

/// <summary>ONNX Runtime as the second runtime of <see cref="Onnx.ConformanceRun"/>.</summary>
public static class OrtConformance
{
    /// <summary>Runs a model once, every node as it is written.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">Tensors by the names of its inputs.</param>
    /// <returns>Its outputs, in its order.</returns>
    /// <exception cref="NablaException">ONNX Runtime cannot.</exception>
    public static IReadOnlyList<Tensor> Run(ModelProto model, IReadOnlyDictionary<string, Tensor> inputs)
    {
        using var session = new OrtModel(model, new() { Optimizes = false });
        var results = session.Run(inputs);
        return [.. model.Graph.Output.Select(o => results[o.Name])];
    }
}
