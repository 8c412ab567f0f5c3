using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>What a file with a training step holds of it: the values of all variables that the step updates, and what the file says about itself.</summary>
public sealed class StoredTraining
{
    StoredTraining(Dictionary<string, Tensor> variables, Dictionary<string, string> metadata) => (Variables, Metadata) = (variables, metadata);

    /// <summary>The present value of each variable, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Variables { get; }

    /// <summary>The file's entries.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads the variables of a file.</summary>
    /// <param name="model">The message.</param>
    /// <exception cref="NablaException">The file holds no training step, or binds what it does not hold.</exception>
    public static StoredTraining Read(ModelProto model)
    {
        if (model.TrainingInfo.Count == 0) throw new NablaException("The file holds a model but no training step (training_info); it is no checkpoint.");
        var stored = new Dictionary<string, TensorProto>(StringComparer.Ordinal);
        foreach (var tensor in (model.Graph?.Initializer ?? []).Concat(model.TrainingInfo.SelectMany(t => t.Algorithm?.Initializer ?? []))) stored[tensor.Name] = tensor;
        var variables = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var binding in model.TrainingInfo.SelectMany(t => t.UpdateBinding))
            variables[binding.Key] = stored.TryGetValue(binding.Key, out var tensor) ? TensorReader.Read(tensor, $"initializer '{binding.Key}'")
                : throw new NablaException($"The training step updates '{binding.Key}', which is no initializer of the file.");
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in model.MetadataProps) metadata[entry.Key] = entry.Value;
        return new(variables, metadata);
    }

    /// <summary>Sets variables to the stored values, all or none.</summary>
    /// <param name="variables">Those that the step updates, by the names they had.</param>
    /// <exception cref="NablaException">One is not stored, or is of another type.</exception>
    public void Restore(IReadOnlyCollection<Variable> variables)
    {
        foreach (var v in variables)
        {
            if (!Variables.TryGetValue(v.Name, out var value)) throw new NablaException($"The file does not hold '{v.Name}', so it was written for another model or optimizer.");
            if (value.Type != v.Type) throw new NablaException($"The file holds '{v.Name}' as {value.Type}; here it is {v.Type}.");
        }
        foreach (var v in variables) v.Load(Variables[v.Name]);
    }
}
