namespace Nabla;

/// <summary>A shape of nodes to look for: an op by name with patterns for its inputs and values of its attributes, or any value.</summary>
/// <remarks>A node inside the pattern must be read by the pattern alone: else it would be computed anyway, and nothing be won.</remarks>
public sealed class Pattern
{
    readonly string? _op, _name;
    readonly Pattern[] _inputs;
    readonly (string Name, object Value)[] _attributes;

    Pattern(string? op, string? name, Pattern[] inputs, (string, object)[] attributes) => (_op, _name, _inputs, _attributes) = (op, name, inputs, attributes);

    /// <summary>Any value, called <paramref name="name"/> in the match; the same name twice asks for the same value.</summary>
    public static Pattern Any(string name) => new(null, name, [], []);

    /// <summary>A node of an op, whatever its attributes.</summary>
    /// <param name="op">The title of the op: its name, with the domain and a point in front unless it is ONNX's own.</param>
    /// <param name="inputs">What its inputs are, all of them.</param>
    public static Pattern Of(string op, params Pattern[] inputs) => new(op, null, inputs, []);

    /// <summary>The same node, with a value that an attribute must have; one that the node leaves out has its default.</summary>
    /// <param name="attribute">The name in ONNX files, such as <c>transB</c>.</param>
    /// <param name="value">A number, a string, a list of these as an array or an <see cref="AttributeList{T}"/>, a tensor, an element type. Floats are compared by their bits.</param>
    /// <exception cref="NablaException">This is <see cref="Any"/>. A name that the op does not have, or a value of another type, is an error when a node is looked at.</exception>
    public Pattern With(string attribute, object value) => new(OnlyOfOp(nameof(With)), _name, _inputs, [.. _attributes, (attribute, value)]);

    /// <summary>The same node, called <paramref name="name"/> in the match, where <see cref="RewriteMatch.Attribute"/> reads its attributes.</summary>
    /// <exception cref="NablaException">This is <see cref="Any"/>, which has a name already.</exception>
    public Pattern As(string name) => new(OnlyOfOp(nameof(As)), name, _inputs, _attributes);

    internal bool Finds(Node root, IReadOnlyDictionary<Value, int> readers, RewriteMatch match) => Finds(root, readers, match, isRoot: true);

    bool Finds(Node node, IReadOnlyDictionary<Value, int> readers, RewriteMatch match, bool isRoot)
    {
        if (node.Op.Schema.Title != _op || node.Inputs.Count != _inputs.Length || node.Outputs.Count != 1) return false;
        if (!isRoot && readers.GetValueOrDefault(node.Outputs[0]) != 1) return false;
        foreach (var (name, value) in _attributes) if (!node.Op.Schema.Has(node.Op, name, value)) return false;
        for (int i = 0; i < _inputs.Length; i++)
        {
            if (node.Inputs[i] is not { } x) return false;
            bool fits = _inputs[i]._op is null ? match.Take(_inputs[i]._name!, x) : x.Producer is { } inner && _inputs[i].Finds(inner, readers, match, isRoot: false);
            if (!fits) return false;
        }
        return _name is null || match.Take(_name, node);
    }

    string OnlyOfOp(string method) => _op ?? throw new NablaException($"Pattern.Any(\"{_name}\") stands for any value, so it has no {method}; ask for a node with Pattern.Of(\"Op\", …).{method}(…).");
}
