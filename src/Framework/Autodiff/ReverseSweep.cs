namespace Nabla;

/// <summary>The reverse pass: from the last node to the first, ask each op for its contributions as values of a graph, and sum where a value was
/// used more than once. No case for any op.</summary>
/// <param name="graph">Where the adjoints are built.</param>
/// <param name="activity">What depends smoothly on the values that are differentiated by.</param>
/// <param name="pathTo">How a node lies on the way, for messages.</param>
sealed class ReverseSweep(Graph graph, Activity activity, Func<Node, string> pathTo)
{
    readonly Dictionary<Value, Value> _bar = [];
    readonly Dictionary<(Value, Func<Value, Value>), Value> _memo = [];

    public Graph Graph { get; } = graph;

    public Value? this[Value v] => _bar.GetValueOrDefault(v);

    public void Accumulate(Value x, Value dx) => _bar[x] = _bar.TryGetValue(x, out var sum) ? CoreOps.Add(sum, dx) : dx;

    /// <summary>Walks a whole graph; on leaving it, the adjoint of each captured value goes to what it stands for.</summary>
    public void Walk(Graph walked)
    {
        Walk(walked.Nodes, 0, walked.Nodes.Count);
        foreach (var (source, captured) in walked.Captures)
            if (_bar.TryGetValue(captured, out var bar)) Accumulate(source, bar);
    }

    public void Walk(IReadOnlyList<Node> nodes, int first, int end)
    {
        for (int i = end - 1; i >= first; i--) Visit(nodes[i]);
    }

    void Visit(Node node)
    {
        var dys = node.Outputs.Select(_bar.GetValueOrDefault).ToArray();
        if (Array.TrueForAll(dys, d => d is null)) return;
        var wanted = Enumerable.Range(0, node.Inputs.Count).Select(i => activity.Wants(node, i)).ToArray();
        if (!wanted.Contains(true)) return;
        var contributions = Contributions(node, wanted, dys);
        for (int i = 0; i < contributions.Length; i++)
            if (contributions[i] is { } dx) Accumulate(node.Inputs[i]!, dx);
    }

    /// <summary>What a node adds to the adjoints of its wanted inputs, each of the type of its input.</summary>
    public Value?[] Contributions(Node node, bool[] wanted, Value?[] dys)
    {
        var given = !node.Op.Schema.HasOwnAdjoint && node.Op.Schema.HasBody ? OfBody(node, wanted, dys) : Apply(node, new(this, node, dys, wanted));
        var contributions = new Value?[wanted.Length];
        for (int i = 0; i < Math.Min(given.Length, wanted.Length); i++)
            if (wanted[i] && given[i] is { } dx) contributions[i] = Fitted(node, i, dx);
        return contributions;
    }

    static Value?[] Apply(Node node, Pullback pullback)
    {
        try
        {
            return node.Op.Adjoint(pullback);
        }
        catch (Exception e) when (e is not NablaException)
        {
            throw new NablaException($"The adjoint rule of {node.Describe()} threw {e.GetType().Name}: {e.Message}{node.Op.Schema.Origin}", e);
        }
    }

    static Value Fitted(Node node, int i, Value dx)
    {
        var x = node.Inputs[i]!;
        if (node.Op.Broadcasts) dx = CoreOps.SumTo(dx, x.Shape);
        return dx.Element == x.Element && dx.Shape.Fits(x.Shape) ? dx
            : throw new AdjointTypeException(node, i, dx.Type);
    }

    /// <summary>The contributions of an op defined by others: rebuild its body beside, from the captured inputs, and walk that backwards.</summary>
    public Value?[] OfBody(Node node, IReadOnlyList<bool> wanted, IReadOnlyList<Value?> dys)
    {
        var inputs = node.Inputs.Select(x => x is null ? null : Graph.Capture(x)).ToArray();
        int first = Graph.Nodes.Count;
        var outputs = Bodies.TryExpand(node.Op, Graph, inputs)
            ?? throw new Pullback(this, node, dys, [.. wanted]).Missing($"{node.Op.Schema.Identifier} has no adjoint rule, and no body for these inputs");
        int end = Graph.Nodes.Count;
        var saved = inputs.OfType<Value>().Distinct().Select(x => (Value: x, Bar: _bar.GetValueOrDefault(x))).ToList();
        foreach (var (x, _) in saved) _bar.Remove(x);
        for (int i = 0; i < inputs.Length; i++) if (wanted[i]) activity.Add(inputs[i]!);
        for (int i = first; i < end; i++) activity.Visit(Graph.Nodes[i]);
        for (int k = 0; k < outputs.Length; k++) if (dys[k] is { } dy) Accumulate(outputs[k], dy);
        Walk(Graph.Nodes, first, end);
        // An input that is given twice gets its whole adjoint once.
        var seen = new HashSet<Value>();
        Value?[] contributions = [.. inputs.Select((x, i) => x is not null && wanted[i] && seen.Add(x) ? _bar.GetValueOrDefault(x) : null)];
        foreach (var (x, bar) in saved)
        {
            _bar.Remove(x);
            if (bar is not null) _bar[x] = bar;
        }
        return contributions;
    }

    /// <summary>One Shape or Size node for a value, however many rules ask.</summary>
    public Value Memoized(Value x, Func<Value, Value> make) => _memo.TryGetValue((x, make), out var known) ? known : _memo[(x, make)] = make(x);

    /// <summary>How a node lies between what is differentiated and what with respect to: for messages.</summary>
    public string PathTo(Node node) => pathTo(node);
}
