namespace Nabla.Onnx;

/// <summary>What the outputs of a graph need: nodes, and the values that are read.</summary>
sealed class Needs
{
    readonly HashSet<Value> _values;
    readonly HashSet<Node> _nodes = [];

    Needs(Graph graph)
    {
        _values = [.. graph.Outputs];
        foreach (var node in graph.Nodes.Reverse())
        {
            if (!node.Outputs.Any(_values.Contains)) continue;
            _nodes.Add(node);
            foreach (var input in node.Inputs) if (input is not null) _values.Add(input);
        }
    }

    public static Needs Of(Graph graph) => new(graph);

    public bool Contains(Node node) => _nodes.Contains(node);

    /// <summary>True if a needed node, or the caller, reads the value.</summary>
    public bool Contains(Value value) => _values.Contains(value);
}
