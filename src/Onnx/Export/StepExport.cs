using System.Globalization;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Writes a whole training step as a model that any runtime can run: parameters and state go in beside the batch, and come out changed.</summary>
public static class StepExport
{
    /// <summary>Writes a step.</summary>
    /// <param name="step">The step as a function.</param>
    /// <param name="options">Opset, names, metadata.</param>
    /// <returns>A model whose inputs of variables have defaults, the present values: the first run needs only the batch and the rate. Which output is the next value of
    /// which input stands in the metadata, as <c>nabla.next.INPUT = OUTPUT</c>; where a profile keeps a variable divided by a number, <c>nabla.scale.INPUT</c> is that number.</returns>
    /// <exception cref="NablaException">An op cannot be written at this opset.</exception>
    public static ModelProto Write(StepFunction step, OnnxExportOptions? options = null)
    {
        var model = OnnxExport.Write(step.Graph, options);
        foreach (var v in step.Variables)
        {
            model.Graph.Initializer.Add(v.Scale == 1 ? TensorWriter.Write(v.Variable, v.Before.Name) : TensorWriter.Write(v.Stored(v.Variable.ToTensor()), v.Before.Name));
            if (v.Scale != 1) model.MetadataProps.Add(new StringStringEntryProto { Key = $"nabla.scale.{v.Before.Name}", Value = v.Scale.ToString("R", CultureInfo.InvariantCulture) });
            if (v.After is not null) model.MetadataProps.Add(new StringStringEntryProto { Key = $"nabla.next.{v.Before.Name}", Value = v.After.Name });
        }
        return model;
    }
}
