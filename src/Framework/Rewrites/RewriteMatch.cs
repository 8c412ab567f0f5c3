namespace Nabla;

/// <summary>Where a <see cref="Pattern"/> was found.</summary>
public sealed class RewriteMatch
{
    readonly Dictionary<string, Value> _values = [];

    internal RewriteMatch(Node root) => Root = root;

    /// <summary>The node that the rule replaces.</summary>
    public Node Root { get; }

    /// <summary>The value that a name of the pattern stands for.</summary>
    public Value this[string name] => _values[name];

    /// <summary>All values that the pattern names.</summary>
    public IReadOnlyDictionary<string, Value> Values => _values;

    internal bool Take(string name, Value value) => _values.TryAdd(name, value) || _values[name] == value;
}
