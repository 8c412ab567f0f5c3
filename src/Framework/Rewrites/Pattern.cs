namespace Nabla;

/// <summary>A shape of nodes to look for: an op by name with patterns for its inputs, or any value.</summary>
/// <remarks>A node inside the pattern must be read by the pattern alone: else it would be computed anyway, and nothing be won.</remarks>
public sealed class Pattern
{
    readonly string? _op, _name;
    readonly Pattern[] _inputs;

    Pattern(string? op, string? name, Pattern[] inputs) => (_op, _name, _inputs) = (op, name, inputs);

    /// <summary>Any value, called <paramref name="name"/> in the match; the same name twice asks for the same value.</summary>
    public static Pattern Any(string name) => new(null, name, []);

    /// <summary>A node of an op.</summary>
    /// <param name="op">The title of the op: its name, with the domain and a point in front unless it is ONNX's own.</param>
    /// <param name="inputs">What its inputs are, all of them.</param>
    public static Pattern Of(string op, params Pattern[] inputs) => new(op, null, inputs);

    internal bool Finds(Node root, IReadOnlyDictionary<Value, int> readers, RewriteMatch match) => Finds(root, readers, match, isRoot: true);

    bool Finds(Node node, IReadOnlyDictionary<Value, int> readers, RewriteMatch match, bool isRoot)
    {
        if (node.Op.Schema.Title != _op || node.Inputs.Count != _inputs.Length || node.Outputs.Count != 1) return false;
        if (!isRoot && readers.GetValueOrDefault(node.Outputs[0]) != 1) return false;
        for (int i = 0; i < _inputs.Length; i++)
        {
            if (node.Inputs[i] is not { } x) return false;
            bool fits = _inputs[i]._op is null ? match.Take(_inputs[i]._name!, x) : x.Producer is { } inner && _inputs[i].Finds(inner, readers, match, isRoot: false);
            if (!fits) return false;
        }
        return true;
    }
}
