namespace Nabla;

/// <summary>One application of an op: its inputs (null where an optional one is left out) and all outputs that the op gives.</summary>
public sealed class Node
{
    internal Node(Graph graph, Op op, Value?[] inputs, string name) => (Graph, Op, Inputs, Name) = (graph, op, inputs, name);

    /// <summary>The graph that the node belongs to.</summary>
    public Graph Graph { get; }

    /// <summary>What is applied.</summary>
    public Op Op { get; }

    /// <summary>The inputs; null where an optional one is left out.</summary>
    public IReadOnlyList<Value?> Inputs { get; }

    /// <summary>All outputs, used or not.</summary>
    public IReadOnlyList<Value> Outputs { get; internal set; } = [];

    /// <summary>Unique over the program; by default the name of the first output.</summary>
    public string Name { get; internal set; }

    /// <summary>As errors show it: <c>MatMul-13 'h' ([5,4], [7,3])</c>.</summary>
    public string Describe() => Describe(Op, Name, [.. Inputs.Select(i => i?.Type)]);

    internal static string Describe(Op op, string? name, ReadOnlySpan<TensorType?> inputs)
    {
        var types = string.Join(", ", inputs.ToArray().Select(t => t is null ? "–" : t.Value.Element == ElementType.Float32 ? t.Value.Shape.ToString() : t.Value.ToString()));
        return $"{op.Schema.Identifier}{(name is null ? "" : $" '{name}'")} ({types})";
    }

    /// <inheritdoc/>
    public override string ToString() => SsaPrinter.Line(this);
}
