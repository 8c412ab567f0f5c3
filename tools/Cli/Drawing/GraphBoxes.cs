namespace Nabla.Cli;

/// <summary>A graph as boxes: constants are part of the op that reads them, captured values are lines from elsewhere.</summary>
sealed class GraphBoxes
{
    readonly Dictionary<Value, Box> _of = [];
    readonly List<(Value Source, Box Reader)> _captures = [];
    readonly List<Box> _all = [];

    public GraphBoxes(Graph graph)
    {
        foreach (var input in graph.Inputs.Where(v => v.Kind != ValueKind.Captured))
            Add(new(input.Name, input.Type.ToString(), input.Kind == ValueKind.Input ? BoxKind.Input : BoxKind.Parameter), [input]);
        foreach (var node in graph.Nodes)
        {
            var result = node.Outputs[0];
            var box = Add(new(Title(node), $"{result.Name}: {result.Type}", node.Outputs.Any(graph.Outputs.Contains) ? BoxKind.Output : BoxKind.Op), node.Outputs);
            foreach (var x in node.Inputs.OfType<Value>().Distinct())
            {
                if (x.Source is { } source) _captures.Add((source, box));
                else if (_of.TryGetValue(x, out var read)) box.Reads.Add(read);
            }
        }
        // An input that nothing here reads is no part of the picture.
        var used = _all.SelectMany(b => b.Reads).ToHashSet();
        _all.RemoveAll(b => b.Kind is BoxKind.Input or BoxKind.Parameter && !used.Contains(b) && !graph.Outputs.Any(y => _of.GetValueOrDefault(y) == b));
    }

    /// <summary>The boxes, each behind those it reads.</summary>
    public IReadOnlyList<Box> All => _all;

    /// <summary>Values of other graphs, and the boxes that read them.</summary>
    public IReadOnlyList<(Value Source, Box Reader)> Captures => _captures;

    /// <summary>The box that gives a value, if there is one.</summary>
    public Box? Of(Value value) => _of.TryGetValue(value, out var box) ? box : value.Source is { } source ? Of(source) : null;

    Box Add(Box box, IEnumerable<Value> values)
    {
        _all.Add(box);
        foreach (var value in values) _of[value] = box;
        return box;
    }

    // The op as the text form says it, without what it reads: Gemm<transA=1>.
    static string Title(Node node)
    {
        var line = SsaPrinter.Line(node);
        var op = line[(line.IndexOf(" = ", StringComparison.Ordinal) + 3)..];
        return op[..op.IndexOf('(', StringComparison.Ordinal)];
    }
}
