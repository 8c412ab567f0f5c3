namespace Nabla;

/// <summary>The adjoint graph of a program: for values y and values x it computes x̄ = Σ ȳ·∂y/∂x in separate nodes of a separate graph,
/// made of the same ops, so it can be printed, run, exported and differentiated again.</summary>
public sealed class Adjoint
{
    readonly Dictionary<Value, Value> _bar = [];
    readonly Dictionary<(Value, Func<Value, Value>), Value> _memo = [];
    readonly Activity _activity;
    readonly IReadOnlyList<Value> _of;

    Adjoint(Program program, IReadOnlyList<Value> of, IReadOnlyList<Value> wrt)
    {
        var earlier = program.Graphs.ToList();
        (_of, Wrt) = (of, wrt);
        _activity = new(earlier, wrt);
        Graph = program.AddGraph("adjoint");
    }

    /// <summary>The adjoint graph, the last of its program.</summary>
    public Graph Graph { get; }

    /// <summary>What was differentiated with respect to.</summary>
    public IReadOnlyList<Value> Wrt { get; }

    /// <summary>ȳ of each differentiated value: the constant one, or an input of the adjoint graph.</summary>
    public IReadOnlyList<Value> Seeds { get; private set; } = [];

    /// <summary>x̄.</summary>
    /// <exception cref="NablaException">The differentiated values do not depend smoothly on <paramref name="x"/>.</exception>
    public Value this[Value x] => TryGet(x) ?? throw new NablaException(
        $"'{x.Name}' has no adjoint: {string.Join(", ", _of.Select(v => $"'{v.Name}'"))} does not depend on it, or only through ops whose derivative is zero.");

    /// <summary>x̄, or null where it is absent: nothing that was differentiated depends smoothly on x.</summary>
    public Value? TryGet(Value x) => Wrt.Contains(x) && _bar.TryGetValue(x, out var bar) ? bar : null;

    /// <summary>Differentiates a scalar, ȳ = 1.</summary>
    /// <param name="of">A value with one element.</param>
    /// <param name="wrt">Values of the same program, in any of its graphs; none: all its parameters.</param>
    public static Adjoint Of(Value of, params ReadOnlySpan<Value> wrt)
    {
        if (!of.Shape.Count.Is(1))
            throw new NablaException($"'{of.Name}' has shape {of.Shape}: only a value with one element has a gradient; reduce it first, or give adjoints with Adjoint.OfSeeded.");
        return Build([of], wrt, seeded: false);
    }

    /// <summary>Differentiates tensors whose adjoints ȳ are inputs of the adjoint graph: a vector-Jacobian product.</summary>
    public static Adjoint OfSeeded(IReadOnlyList<Value> of, params ReadOnlySpan<Value> wrt) => Build(of, wrt, seeded: true);

    static Adjoint Build(IReadOnlyList<Value> of, ReadOnlySpan<Value> wrt, bool seeded)
    {
        var program = of[0].Graph.Program;
        Value[] targets = wrt.Length > 0 ? wrt.ToArray() : [.. program.Parameters];
        foreach (var v in of.Concat(targets))
        {
            if (v.Graph.Program != program) throw new NablaException($"'{v.Name}' belongs to another program than '{of[0].Name}'.");
            if (!v.Element.IsFloat()) throw new NablaException($"'{v.Name}' is {v.Type}: only floating-point values have derivatives.");
        }
        var earlier = program.Graphs.ToList();
        var adjoint = new Adjoint(program, of, targets);
        try
        {
            adjoint.Seeds = [.. of.Select(y => adjoint.Seed(y, seeded))];
            for (int i = earlier.Count - 1; i >= 0; i--) adjoint.Walk(earlier[i]);
            adjoint.Finish();
            return adjoint;
        }
        catch
        {
            program.DropLastGraph();
            throw;
        }
    }

    Value Seed(Value y, bool seeded)
    {
        var seed = seeded ? Graph.InputFresh($"d_{y.Name}", y.Type)
            : Graph.Constant(Tensor.Filled(y.Element, 1, y.Shape.ToSizes()));
        Accumulate(y, seed);
        return seed;
    }

    // The whole reverse pass: from the last node to the first, ask for contributions, sum where a value was used more than once.
    void Walk(Graph graph)
    {
        for (int i = graph.Nodes.Count - 1; i >= 0; i--) Reverse(graph.Nodes[i]);
        foreach (var (source, captured) in graph.Captures)
            if (_bar.TryGetValue(captured, out var bar)) Accumulate(source, bar);
    }

    void Reverse(Node node)
    {
        var dys = node.Outputs.Select(_bar.GetValueOrDefault).ToArray();
        if (Array.TrueForAll(dys, d => d is null)) return;
        var wanted = Enumerable.Range(0, node.Inputs.Count).Select(i => _activity.Wants(node, i)).ToArray();
        if (!wanted.Contains(true)) return;
        if (!node.Op.Schema.HasOwnAdjoint && node.Op.Schema.HasBody) ReverseBody(node, wanted, dys);
        else Contribute(node, wanted, Apply(node, new(this, node, dys, wanted)));
    }

    static Value?[] Apply(Node node, Pullback pullback)
    {
        try
        {
            return node.Op.Adjoint(pullback);
        }
        catch (Exception e) when (e is not NablaException)
        {
            throw new NablaException($"The adjoint rule of {node.Describe()} threw {e.GetType().Name}: {e.Message}", e);
        }
    }

    void Contribute(Node node, bool[] wanted, Value?[] contributions)
    {
        for (int i = 0; i < contributions.Length; i++)
        {
            if (contributions[i] is not { } dx || i >= wanted.Length || !wanted[i]) continue;
            var x = node.Inputs[i]!;
            if (node.Op.Broadcasts) dx = CoreOps.SumTo(dx, x.Shape);
            if (dx.Element != x.Element || !Fits(dx.Shape, x.Shape))
                throw new GraphException($"{node.Describe()}: its adjoint rule gives {dx.Type} for input {i}, which is {x.Type}; an adjoint has the type of its value.");
            Accumulate(x, dx);
        }
    }

    // Two symbols, or a symbol and a size, may turn out equal; that is checked when they are bound.
    static bool Fits(Shape a, Shape b)
    {
        if (a.Rank != b.Rank) return false;
        for (int i = 0; i < a.Rank; i++) if (a[i] != b[i] && a[i].IsStatic && b[i].IsStatic) return false;
        return true;
    }

    void Accumulate(Value x, Value dx) => _bar[x] = _bar.TryGetValue(x, out var sum) ? CoreOps.Add(sum, dx) : dx;

    // An op defined by others: rebuild its body beside, from the captured inputs, and walk that backwards.
    void ReverseBody(Node node, bool[] wanted, Value?[] dys)
    {
        var inputs = node.Inputs.Select(x => x is null ? null : Graph.Capture(x)).ToArray();
        int first = Graph.Nodes.Count;
        var outputs = Bodies.TryExpand(node.Op, Graph, inputs)
            ?? throw new Pullback(this, node, dys, wanted).Missing($"{node.Op.Schema.Identifier} has no adjoint rule, and no body for these inputs");
        int last = Graph.Nodes.Count;
        var saved = inputs.Where(x => x is not null).Distinct().Select(x => (Value: x!, Bar: _bar.GetValueOrDefault(x!))).ToList();
        foreach (var (x, _) in saved) _bar.Remove(x);
        for (int i = 0; i < inputs.Length; i++) if (_activity.Wants(node, i)) _activity.Add(inputs[i]!);
        for (int i = first; i < last; i++) _activity.Visit(Graph.Nodes[i]);
        for (int k = 0; k < outputs.Length; k++) if (dys[k] is { } dy) Accumulate(outputs[k], dy);
        for (int i = last - 1; i >= first; i--) Reverse(Graph.Nodes[i]);
        var contributions = inputs.Select(x => x is null ? null : _bar.GetValueOrDefault(x)).ToArray();
        foreach (var (x, bar) in saved)
        {
            _bar.Remove(x);
            if (bar is not null) _bar[x] = bar;
        }
        var seen = new HashSet<Value>();
        for (int i = 0; i < inputs.Length; i++)
            if (_activity.Wants(node, i) && contributions[i] is { } dx && seen.Add(inputs[i]!)) Accumulate(node.Inputs[i]!, dx);
    }

    // One Shape or Size node for a value, however many rules ask.
    internal Value Memoized(Value x, Func<Value, Value> make) => _memo.TryGetValue((x, make), out var known) ? known : _memo[(x, make)] = make(x);

    void Finish()
    {
        foreach (var x in Wrt.Distinct())
        {
            if (!_bar.TryGetValue(x, out var bar)) continue;
            Graph.Output(bar);
            if (bar.Kind == ValueKind.Computed && !bar.Name.StartsWith("d_", StringComparison.Ordinal)) Graph.RenameFresh(bar, $"d_{x.Name}");
        }
        Graph.Prune(Graph.Outputs, Seeds);
    }

    /// <summary>How a node lies between what is differentiated and what with respect to: for messages.</summary>
    internal string PathTo(Node node)
    {
        var path = new List<string>();
        var readers = new Dictionary<Value, Node>();
        // Readers on the way to what is differentiated; a captured value is read for its source.
        foreach (var n in Graph.Program.Graphs.Where(g => g != Graph).SelectMany(g => g.Nodes).Where(n => n.Outputs.Any(_bar.ContainsKey)))
            foreach (var v in n.Inputs)
            {
                var source = v;
                while (source?.Source is { } earlier) source = earlier;
                if (source is not null) readers.TryAdd(source, n);
            }
        for (var n = node; n is not null && path.Count < 32;)
        {
            path.Add($"{n.Op.Schema.Title} '{n.Name}'");
            n = n.Outputs.Select(readers.GetValueOrDefault).FirstOrDefault(r => r is not null);
        }
        path.Reverse();
        return $"'{string.Join("', '", _of.Select(v => v.Name))}' with respect to {string.Join(", ", Wrt.Select(v => $"'{v.Name}'"))}, along {string.Join(" <- ", path)}";
    }
}
