namespace Nabla;

/// <summary>Where a <see cref="Pattern"/> was found.</summary>
public sealed class RewriteMatch
{
    readonly Dictionary<string, Value> _values = [];
    readonly Dictionary<string, Node> _nodes = [];

    internal RewriteMatch(Node root) => Root = root;

    /// <summary>The node that the rule replaces.</summary>
    public Node Root { get; }

    /// <summary>The value that a name of the pattern stands for.</summary>
    public Value this[string name] => _values[name];

    /// <summary>All values that the pattern names.</summary>
    public IReadOnlyDictionary<string, Value> Values => _values;

    /// <summary>The nodes that the pattern names with <see cref="Pattern.As"/>.</summary>
    public IReadOnlyDictionary<string, Node> Nodes => _nodes;

    /// <summary>An attribute of a node that the pattern names, its default where the node leaves it out; null if there is none.</summary>
    /// <param name="node">The node's name in the pattern.</param>
    /// <param name="attribute">The attribute's name in ONNX files.</param>
    /// <exception cref="NablaException">The pattern names no such node, or its op has no such attribute.</exception>
    public object? Attribute(string node, string attribute) => _nodes.TryGetValue(node, out var found) ? found.Op.Schema.Attribute(attribute).ValueOf(found.Op)
        : throw new NablaException($"the pattern names no node '{node}'; name it with Pattern.Of(…).As(\"{node}\").");

    internal bool Take(string name, Value value) => _values.TryAdd(name, value) || _values[name] == value;

    internal bool Take(string name, Node node) => _nodes.TryAdd(name, node) || _nodes[name] == node;
}
