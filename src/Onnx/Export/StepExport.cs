using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Writes a whole training step as a model that any runtime can run: parameters and state go in beside the batch, and come out changed.</summary>
public static class StepExport
{
    /// <summary>Writes a step.</summary>
    /// <param name="step">The step as a function.</param>
    /// <param name="options">Opset, names, metadata.</param>
    /// <returns>A model whose inputs of variables have defaults, the present values: the first run needs only the batch and the rate. Which output is the next value of
    /// which input stands in the metadata, as <c>nabla.next.INPUT = OUTPUT</c>.</returns>
    /// <exception cref="NablaException">An op cannot be written at this opset.</exception>
    public static ModelProto Write(StepFunction step, OnnxExportOptions? options = null)
    {
        var model = OnnxExport.Write(step.Graph, options);
        foreach (var v in step.Variables)
        {
            model.Graph.Initializer.Add(TensorWriter.Write(v.Variable, v.Before.Name));
            if (v.After is not null) model.MetadataProps.Add(new StringStringEntryProto { Key = $"nabla.next.{v.Before.Name}", Value = v.After.Name });
        }
        return model;
    }
}
