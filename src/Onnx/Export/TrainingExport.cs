using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Writes a model together with its training step, in ONNX's own fields for that (<c>training_info</c>): what only wants to run the model skips them.</summary>
public static class TrainingExport
{
    // The first version of the file format that has these fields.
    const int OldestIrVersion = 7;

    /// <summary>
    /// Writes the model as the graph, and the rest of the step (loss, adjoint, update) as the algorithm: the two joined, list by list, are the step. Each variable
    /// that the program updates becomes an initializer with its present value, bound to what the step computes for it.
    /// </summary>
    /// <param name="program">A program with updates.</param>
    /// <param name="results">What the model gives: the outputs of the file's graph.</param>
    /// <param name="outputs">What else a step gives, such as the loss.</param>
    /// <param name="reset">Variables that training starts at zero, such as the optimizer's state: the initialization sets them, and those whose
    /// <see cref="Variable.First"/> is known, to numbers of the same distribution.</param>
    /// <param name="options">Opset, names, metadata.</param>
    /// <exception cref="NablaException">There is nothing to update, or an op cannot be written at this opset.</exception>
    public static ModelProto Write(Program program, IReadOnlyList<Value> results, IReadOnlyList<Value> outputs, IReadOnlyList<Variable> reset, OnnxExportOptions? options = null)
    {
        if (program.Updates.Count == 0) throw new NablaException("The program updates no variable, so it is no training step; bind an update, or write the model alone.");
        var flat = FlatProgram.Of(program, [.. results, .. outputs], updates: true);
        var names = flat.Graph.Outputs.Select(v => v.Name).ToList();
        var updates = names.Skip(results.Count + outputs.Count).ToList();
        for (int u = 0; u < updates.Count; u++)
            if (flat.Graph.Outputs[results.Count + outputs.Count + u].Producer is null)
                throw new NablaException($"Variable '{flat.Updated[u].Name}' is updated with '{updates[u]}' as it is; a stored step must compute what it gives: put a node between.");
        // Whoever saves a message that is too large stores its tensors beside it.
        var model = OnnxExport.Write(flat.Graph, options, maxBytes: long.MaxValue);
        model.IrVersion = Math.Max(model.IrVersion, OldestIrVersion);
        var training = new TrainingInfoProto { Algorithm = Part(model.Graph, [.. names.Take(results.Count)], options?.GraphName ?? results[0].Graph.Name) };
        for (int u = 0; u < updates.Count; u++) training.UpdateBinding.Add(new StringStringEntryProto { Key = flat.Updated[u].Name, Value = updates[u] });
        var zeros = reset.ToHashSet();
        InitializationExport.Write(training, flat.Updated.Where(v => v.First is not null || zeros.Contains(v)).Select(v => (v, v.First ?? new FirstValue.Constant(0))));
        model.TrainingInfo.Add(training);
        return model;
    }

    /// <summary>Leaves in a graph what some of its outputs need, and gives back the rest.</summary>
    static GraphProto Part(GraphProto graph, HashSet<string> results, string name)
    {
        var needed = new HashSet<string>(results, StringComparer.Ordinal);
        var nodes = new List<NodeProto>();
        foreach (var node in graph.Node.Reverse())
        {
            if (!node.Output.Any(needed.Contains)) continue;
            nodes.Add(node);
            needed.UnionWith(node.Input.Where(i => i.Length > 0));
        }
        nodes.Reverse();
        var (initializers, inputs, outputs) = (graph.Initializer.ToList(), graph.Input.ToList(), graph.Output.ToList());
        var rest = new GraphProto { Name = "training_step" };
        var kept = nodes.ToHashSet(ReferenceEqualityComparer.Instance);
        rest.Node.Add(graph.Node.Where(n => !kept.Contains(n)));
        rest.Initializer.Add(graph.Initializer.Where(t => !needed.Contains(t.Name)));
        rest.Input.Add(graph.Input.Where(i => !needed.Contains(i.Name)));
        rest.Output.Add(graph.Output.Where(o => !results.Contains(o.Name)));
        graph.Name = name;
        graph.Node.Clear();
        graph.Node.Add(nodes);
        graph.Initializer.Clear();
        graph.Initializer.Add(initializers.Where(t => needed.Contains(t.Name)));
        graph.Input.Clear();
        graph.Input.Add(inputs.Where(i => needed.Contains(i.Name)));
        graph.Output.Clear();
        graph.Output.Add(outputs.Where(o => results.Contains(o.Name)));
        return rest;
    }
}
