namespace Nabla;

/// <summary>The tangent graph of a program (forward mode): for values x with directions ẋ it computes ẏ = Σ ∂y/∂x·ẋ, a Jacobian-vector product, in
/// separate nodes of a separate graph, made of the same ops.</summary>
/// <remarks>An op needs no rule for this: its adjoint is linear in ȳ, so its tangent is the transpose of its adjoint, and that is what differentiating
/// x̄ by ȳ gives; ȳ itself drops out. (Double backward as forward mode: J. Townsend, "A new trick for calculating Jacobian vector products", 2017.)</remarks>
public sealed class Tangent
{
    readonly Dictionary<Value, Value> _dot = [];
    readonly HashSet<Value> _needed, _dummies = [];
    readonly Dictionary<Value, Op> _dummyOf = [];
    readonly IReadOnlyList<Value> _of;
    readonly ReverseSweep _rules;

    Tangent(Program program, IReadOnlyList<Value> of, IReadOnlyList<Value> wrt)
    {
        (_of, Wrt) = (of, wrt);
        _needed = NeededFor(program, of);
        var activity = new Activity(program.Graphs, wrt);
        Graph = program.AddGraph("tangent");
        _rules = new(Graph, activity, PathTo);
    }

    /// <summary>The tangent graph, the last of its program.</summary>
    public Graph Graph { get; }

    /// <summary>What was differentiated with respect to.</summary>
    public IReadOnlyList<Value> Wrt { get; }

    /// <summary>ẋ of each value of <see cref="Wrt"/>: an input of the tangent graph.</summary>
    public IReadOnlyList<Value> Seeds { get; private set; } = [];

    /// <summary>ẏ.</summary>
    /// <exception cref="NablaException"><paramref name="y"/> does not depend smoothly on what was differentiated by.</exception>
    public Value this[Value y] => TryGet(y) ?? throw new NablaException(
        $"'{y.Name}' has no tangent: it does not depend on {string.Join(", ", Wrt.Select(v => $"'{v.Name}'"))}, or only through ops whose derivative is zero.");

    /// <summary>ẏ, or null where it is absent: y does not depend smoothly on what was differentiated by.</summary>
    public Value? TryGet(Value y) => _of.Contains(y) ? _dot.GetValueOrDefault(y) : null;

    /// <summary>Differentiates values in a direction that is fed: the inputs <see cref="Seeds"/>.</summary>
    /// <param name="of">Floating-point values y.</param>
    /// <param name="wrt">Values x of the same program, in any of its graphs; none: all its parameters.</param>
    /// <exception cref="MissingAdjointException">An op on the way has no rule.</exception>
    public static Tangent OfSeeded(IReadOnlyList<Value> of, params ReadOnlySpan<Value> wrt)
    {
        var targets = wrt.ToArray();
        var program = Differentiable.Check(of, ref targets);
        var earlier = program.Graphs.ToList();
        var tangent = new Tangent(program, of, targets);
        try
        {
            tangent.Seeds = [.. targets.Select(tangent.Seed)];
            foreach (var graph in earlier) tangent.Walk(graph);
            tangent.Finish();
            return tangent;
        }
        catch
        {
            program.DropLastGraph();
            throw;
        }
    }

    Value Seed(Value x)
    {
        var seed = Graph.InputFresh($"dot_{x.Name}", x.Type);
        Accumulate(x, seed);
        return seed;
    }

    // The whole forward pass: from the first node to the last, push the tangents of the inputs on to the outputs.
    void Walk(Graph graph)
    {
        foreach (var (source, captured) in graph.Captures)
            if (_dot.TryGetValue(source, out var dot)) _dot.TryAdd(captured, dot);
        // Rules may add Shape nodes to the graph that is walked.
        for (int i = 0, count = graph.Nodes.Count; i < count; i++)
            if (graph.Nodes[i].Outputs.Any(_needed.Contains)) Visit(graph.Nodes[i]);
    }

    void Visit(Node node)
    {
        var dots = node.Inputs.Select((x, i) => x is not null && x.Element.IsFloat() && !node.Op.HasZeroDerivative(i) ? _dot.GetValueOrDefault(x) : null).ToArray();
        if (Array.TrueForAll(dots, d => d is null) || !node.Outputs.Any(y => y.Element.IsFloat())) return;
        if (!node.Op.Schema.HasOwnTangent && !node.Op.Schema.HasOwnAdjoint && node.Op.Schema.HasBody && OfBody(node)) return;
        var dys = node.Op.Schema.HasOwnTangent ? Apply(node, dots) : Transposed(node, dots);
        for (int k = 0; k < Math.Min(dys.Length, node.Outputs.Count); k++)
            if (dys[k] is { } dy) Accumulate(node.Outputs[k], dy);
    }

    // A value that is itself differentiated by has a direction of its own.
    void Accumulate(Value y, Value dy) => _dot[y] = _dot.TryGetValue(y, out var seed) ? CoreOps.Add(seed, dy) : dy;

    Value?[] Apply(Node node, Value?[] dots)
    {
        try
        {
            var dys = node.Op.Tangent(new(Graph, node, dots));
            for (int k = 0; k < dys.Length; k++)
                if (dys[k] is { } dy && (dy.Element != node.Outputs[k].Element || !dy.Shape.Fits(node.Outputs[k].Shape)))
                    throw new GraphException($"{node.Describe()}: its tangent rule gives {dy.Type} for output {k}, which is {node.Outputs[k].Type}; a tangent has the type of its value.");
            return dys;
        }
        catch (Exception e) when (e is not NablaException)
        {
            throw new NablaException($"The tangent rule of {node.Describe()} threw {e.GetType().Name}: {e.Message}{node.Op.Schema.Origin}", e);
        }
    }

    // x̄ = Jᵀȳ for a dummy ȳ; then ẏ = Jẋ = ∂⟨x̄, ẋ⟩/∂ȳ.
    Value?[] Transposed(Node node, Value?[] dots)
    {
        var dummies = node.Outputs.Select(y => y.Element.IsFloat() && (node.Graph == Graph || _needed.Contains(y)) ? Dummy(y, node.Op) : null).ToArray();
        int first = Graph.Nodes.Count;
        var bars = _rules.Contributions(node, [.. dots.Select(d => d is not null)], dummies);
        int end = Graph.Nodes.Count;
        var activity = new Activity([], dummies.OfType<Value>());
        for (int i = first; i < end; i++) activity.Visit(Graph.Nodes[i]);
        var sweep = new ReverseSweep(Graph, activity, _ => PathTo(node));
        for (int i = 0; i < dots.Length; i++)
            if (bars[i] is { } bar) sweep.Accumulate(bar, dots[i]!);
        sweep.Walk(Graph.Nodes, first, end);
        return [.. dummies.Select(d => d is null ? null : sweep[d])];
    }

    Value Dummy(Value y, Op op)
    {
        var dummy = Graph.InputFresh($"d_{y.Name}", y.Type);
        _dummies.Add(dummy);
        _dummyOf[dummy] = op;
        return dummy;
    }

    // An op defined by others: rebuild its body beside, from the captured inputs, and walk that.
    bool OfBody(Node node)
    {
        var inputs = node.Inputs.Select(x => x is null ? null : Graph.Capture(x)).ToArray();
        int first = Graph.Nodes.Count;
        if (Bodies.TryExpand(node.Op, Graph, inputs) is not { } outputs) return false;
        int end = Graph.Nodes.Count;
        for (int i = 0; i < inputs.Length; i++)
            if (inputs[i] is { } captured && !node.Op.HasZeroDerivative(i) && _dot.TryGetValue(node.Inputs[i]!, out var dot)) _dot.TryAdd(captured, dot);
        for (int i = first; i < end; i++) Visit(Graph.Nodes[i]);
        for (int k = 0; k < node.Outputs.Count; k++)
            if (_dot.TryGetValue(outputs[k], out var dy)) Accumulate(node.Outputs[k], dy);
        return true;
    }

    void Finish()
    {
        foreach (var y in _of.Distinct())
        {
            if (!_dot.TryGetValue(y, out var dot)) continue;
            Graph.Output(dot);
            if (dot.Kind == ValueKind.Computed && !dot.Name.StartsWith("dot_", StringComparison.Ordinal)) Graph.RenameFresh(dot, $"dot_{y.Name}");
        }
        if (Graph.Prune(Graph.Outputs, Seeds, _dummies) is { } left)
            throw new NablaException($"The adjoint rule of {_dummyOf[left].Schema.Identifier} is not linear in dY, so it cannot be transposed; give the op a Tangent rule.");
    }

    static HashSet<Value> NeededFor(Program program, IReadOnlyList<Value> of)
    {
        var needed = new HashSet<Value>(of);
        foreach (var graph in program.Graphs.Reverse())
        {
            for (int i = graph.Nodes.Count - 1; i >= 0; i--)
                if (graph.Nodes[i].Outputs.Any(needed.Contains)) needed.UnionWith(graph.Nodes[i].Inputs.OfType<Value>());
            foreach (var (source, captured) in graph.Captures)
                if (needed.Contains(captured)) needed.Add(source);
        }
        return needed;
    }

    string PathTo(Node node) =>
        $"'{string.Join("', '", _of.Select(v => v.Name))}' with respect to {string.Join(", ", Wrt.Select(v => $"'{v.Name}'"))} in forward mode, at {node.Op.Schema.Title} '{node.Name}'";
}
