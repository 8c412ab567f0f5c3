namespace Nabla;

/// <summary>The adjoint graph of a program: for values y and values x it computes x̄ = Σ ȳ·∂y/∂x in separate nodes of a separate graph,
/// made of the same ops, so it can be printed, run, exported and differentiated again.</summary>
public sealed class Adjoint
{
    readonly ReverseSweep _sweep;
    readonly IReadOnlyList<Value> _of;

    Adjoint(Program program, IReadOnlyList<Value> of, IReadOnlyList<Value> wrt)
    {
        var activity = new Activity(program.Graphs, wrt);
        (_of, Wrt) = (of, wrt);
        Graph = program.AddGraph("adjoint");
        _sweep = new(Graph, activity, PathTo);
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
    public Value? TryGet(Value x) => Wrt.Contains(x) ? _sweep[x] : null;

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
        var targets = wrt.ToArray();
        var program = Differentiable.Check(of, ref targets);
        var earlier = program.Graphs.ToList();
        var adjoint = new Adjoint(program, of, targets);
        try
        {
            adjoint.Seeds = [.. of.Select(y => adjoint.Seed(y, seeded))];
            for (int i = earlier.Count - 1; i >= 0; i--) adjoint._sweep.Walk(earlier[i]);
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
        _sweep.Accumulate(y, seed);
        return seed;
    }

    void Finish()
    {
        foreach (var x in Wrt.Distinct())
        {
            if (_sweep[x] is not { } bar) continue;
            Graph.Output(bar);
            if (bar.Kind == ValueKind.Computed && !bar.Name.StartsWith("d_", StringComparison.Ordinal)) Graph.RenameFresh(bar, $"d_{x.Name}");
        }
        Graph.Prune(Graph.Outputs, Seeds);
    }

    string PathTo(Node node)
    {
        var path = new List<string>();
        var readers = new Dictionary<Value, Node>();
        // Readers on the way to what is differentiated; a captured value is read for its source.
        foreach (var n in Graph.Program.Graphs.Where(g => g != Graph).SelectMany(g => g.Nodes).Where(n => n.Outputs.Any(y => _sweep[y] is not null)))
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
