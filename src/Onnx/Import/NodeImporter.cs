using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Adds nodes. Ops come from the registry only: none is known here.</summary>
sealed class NodeImporter(Graph graph, SparseReader sparse)
{
    /// <summary>Adds a node and gives its named outputs.</summary>
    /// <exception cref="NablaException">The op is unknown, or the node breaks one of its rules.</exception>
    public IEnumerable<(string Name, Value Value)> Read(NodeProto proto, IReadOnlyDictionary<string, int> opsets, IReadOnlyDictionary<string, Value> values)
    {
        if (ConstantNodes.TryRead(proto, graph.Registry, sparse, Describe(proto)) is { } tensor) return [(proto.Output[0], graph.Constant(tensor, proto.Output[0]))];
        var op = Make(proto, opsets);
        var inputs = proto.Input.Select(name => Find(proto, name, values)).ToArray();
        int given = proto.Output.Count;
        while (given > 0 && proto.Output[given - 1].Length == 0) given--;
        op = op.ForOutputs(given, inputs);
        var outputs = op is Upgrade old ? Upgraded(proto, old, inputs) : Add(proto, op, inputs).Outputs;
        if (given > outputs.Count)
            throw new NablaException($"{Describe(proto)} names {given} outputs, but {op.Schema.Identifier} gives {outputs.Count} ({op.Schema.Signature}).");
        if (op.Schema.Signature.MaxOutputs == int.MaxValue && outputs.Count > proto.Output.Count)
            throw new NablaException($"{Describe(proto)} gives {outputs.Count} outputs but names {proto.Output.Count}; name them all.");
        return Enumerable.Range(0, given).Where(k => proto.Output[k].Length > 0).Select(k => (proto.Output[k], outputs[k]));
    }

    Op Make(NodeProto proto, IReadOnlyDictionary<string, int> opsets)
    {
        var domain = Domains.Canonical(proto.Domain);
        if (!opsets.TryGetValue(domain, out int opset))
        {
            var set = domain.Length == 0 ? "ai.onnx" : domain;
            throw new NablaException($"{Describe(proto)} is of operator set '{set}', of which the model or function states no version; add it to opset_import.");
        }
        try
        {
            var op = graph.Registry.Make(proto.OpType, NodeAttributes.Read(proto, Describe(proto)), domain, opset);
            foreach (var a in op.Schema.Attributes)
                if (a.ValueOf(op) is ElementType element && !Enum.IsDefined(element))
                    throw new NablaException($"attribute '{a.OnnxName}' is the unknown element type {(int)element}.");
            return op;
        }
        catch (NablaException e)
        {
            throw new NablaException(e.Message.StartsWith(Describe(proto), StringComparison.Ordinal) ? e.Message : $"{Describe(proto)}: {e.Message}", e);
        }
    }

    Node Add(NodeProto proto, Op op, Value?[] inputs)
    {
        int slots = Math.Max(proto.Output.Count, op.Schema.Signature.Outputs.Count);
        var names = Enumerable.Range(0, slots).Select(k => k < proto.Output.Count && proto.Output[k].Length > 0 ? proto.Output[k] : Roles.ReadUnused(proto, k)).ToList();
        try
        {
            return graph.AddNamed(op, proto.Name, names, inputs);
        }
        catch (Exception e) when (e is not NablaException)
        {
            // A rule of a plugin that was not written for what a damaged file may hold.
            throw new NablaException($"{Describe(proto)}: the shape rule of {op.Schema.Identifier} failed with {e.GetType().Name}: {e.Message}", e);
        }
    }

    // An older op gives way to what it means in newer ones; the file's names stay.
    Value[] Upgraded(NodeProto proto, Upgrade op, Value?[] inputs)
    {
        var outputs = Expansion.Of(op, graph, proto.Output.FirstOrDefault(o => o.Length > 0), inputs, proto.Output)!;
        for (int k = 0; k < outputs.Length && k < proto.Output.Count; k++)
            if (proto.Output[k].Length > 0) outputs[k] = Expansion.Named(outputs[k], proto.Output[k]);
        return outputs;
    }

    static Value? Find(NodeProto proto, string name, IReadOnlyDictionary<string, Value> values) => name.Length == 0 ? null
        : values.TryGetValue(name, out var value) ? value
        : throw new NablaException($"{Describe(proto)} reads '{name}', which no input, initializer or node before it defines; nodes must stand in order.");

    /// <summary>The node's name, or that of its first output.</summary>
    public static string NameOf(NodeProto proto) => proto.Name.Length > 0 ? proto.Name : proto.Output.FirstOrDefault(o => o.Length > 0) ?? "";

    /// <summary>As errors call a node.</summary>
    public static string Describe(NodeProto proto) => $"Node '{NameOf(proto)}' ({Domains.Title(proto.Domain, proto.OpType)})";
}
