using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Infers all types and shapes, of the graph, of a stored training step behind it, and of what that starts from.</summary>
static class InferenceRules
{
    public static void Check(CheckContext c, ModelProto model, Registry registry)
    {
        if (Infer(c, model, registry, "") is null) return;
        foreach (var training in model.TrainingInfo)
        {
            if (training.Initialization is { } first && Infer(c, TrainingRules.Alone(model, first), registry, "the initialization of a training step: ") is { } start)
                TrainingRules.CheckTypes(c, model, training, training.InitializationBinding, start, "initialization_binding");
            var step = TrainingRules.Alone(model, TrainingRules.Joined(model.Graph, training.Algorithm ?? new()));
            if (Infer(c, step, registry, "a training step: ") is { } results) TrainingRules.CheckTypes(c, model, training, training.UpdateBinding, results, "update_binding");
        }
    }

    // The types of the outputs; null where they cannot be inferred.
    static Dictionary<string, TensorType>? Infer(CheckContext c, ModelProto model, Registry registry, string where)
    {
        if (ModelOps.Missing(model, registry) is { Length: > 0 } missing)
        {
            c.Warn($"{where}types and shapes are not inferred: no plugin provides {string.Join(", ", missing)}");
            return null;
        }
        // Absent types are errors, found before.
        if (model.Graph.Input.FirstOrDefault(i => i.Type is { ValueCase: not TypeProto.ValueOneofCase.TensorType }) is { } other)
        {
            c.Warn($"{where}types and shapes are not inferred: input '{other.Name}' is no tensor");
            return null;
        }
        try
        {
            return OnnxImport.Read(model, registry).Graph.Outputs.ToDictionary(o => o.Name, o => o.Type, StringComparer.Ordinal);
        }
        catch (NablaException e)
        {
            c.Error($"{where}{e.Message.TrimEnd('.')}");
            return null;
        }
    }
}
