namespace Nabla.Onnx;

/// <summary>Which operator sets a file uses, and whether an op has its meaning at the version that the file states.</summary>
sealed class OpsetDomains(int opset)
{
    readonly SortedDictionary<string, int> _used = new(StringComparer.Ordinal) { [Domains.Standard] = opset };

    /// <summary>Domain → version.</summary>
    public IReadOnlyDictionary<string, int> Used => _used;

    /// <summary>True if a node's op can be written under its own name: a reader at the file's version takes it for the same.</summary>
    public bool CanWrite(Node node) => CanWrite(node.Op, node.Inputs, node.Graph.Registry);

    /// <summary>The node's op as it can be written at the file's version; null where no older form of it can.</summary>
    public OlderForm? Older(Op op, IReadOnlyList<Value?> inputs, Registry registry)
    {
        // Each form is older than the one before.
        for (var form = op.Downgrade(inputs); form is not null; form = form.Op.Downgrade(form.Inputs))
            if (CanWrite(form.Op, form.Inputs, registry)) return form;
        return null;
    }

    bool CanWrite(Op op, IReadOnlyList<Value?> inputs, Registry registry)
    {
        var schema = op.Schema;
        // An op without a body must be written as it is; the reader needs the same plugin.
        if (schema.Domain.Length > 0) return !schema.HasBody;
        return registry.TryFind(schema.Domain, schema.Name, opset, out var found) && found == schema && op.OldestVersion(inputs) <= opset;
    }

    /// <summary>Notes that a file uses an op.</summary>
    public void Use(OpSchema schema)
    {
        if (schema.Domain.Length == 0) return;
        _used[schema.Domain] = Math.Max(_used.GetValueOrDefault(schema.Domain), schema.Since[^1]);
    }

    /// <summary>The error for an op that can neither be written nor be taken apart.</summary>
    public NablaException Refuse(Node node)
    {
        var schema = node.Op.Schema;
        if (schema.Domain.Length > 0)
            return new($"{node.Describe()} cannot be written: other tools do not know '{schema.Title}', and for these inputs it has no body of ops that they know. Use known or smaller sizes.");
        int oldest = node.Op.OldestVersion(node.Inputs);
        return new(oldest > opset
            ? $"{node.Describe()} cannot be written at opset {opset}: "
                + (oldest > schema.Since[0] ? "with these attributes and inputs it is known " : "it has its meaning ")
                + $"from opset {oldest} on, and it has no body to write in its place. Use opset {oldest} or above."
            : $"{node.Describe()} cannot be written at opset {opset}: at that version '{schema.Title}' means something else, and it has no body to write in its place. Use another opset.");
    }
}
