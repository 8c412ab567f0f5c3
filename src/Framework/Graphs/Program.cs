using System.Globalization;

namespace Nabla;

/// <summary>x ← y: after a run, the variable of <see cref="Target"/> takes the value of <see cref="Result"/>.</summary>
/// <param name="Target">A parameter or state.</param>
/// <param name="Result">A value of the same type.</param>
public readonly record struct Update(Value Target, Value Result);

/// <summary>Two dimensions that a node could only join if they are equal; without a node, one that was never added.</summary>
readonly record struct DimEquality(Dim A, Dim B, string Description, Node? Node = null);

/// <summary>An ordered list of graphs (forward, adjoint, update, …) that read each other's values through captures, with the variables they share
/// and the updates that a run ends with. Names are unique over a program.</summary>
public sealed class Program(Registry registry)
{
    readonly List<Graph> _graphs = [];
    readonly Dictionary<Graph, int> _order = [];
    readonly List<Update> _updates = [];
    // A shape rule that asks for a billion dimensions must not get them.
    internal const int MaxMadeUp = 100_000;

    int _symbols, _madeUp;

    /// <summary>The ops that its graphs may use.</summary>
    public Registry Registry { get; } = registry;

    /// <summary>The graphs; one reads only values of those before it.</summary>
    public IReadOnlyList<Graph> Graphs => _graphs;

    /// <summary>What changes after a run.</summary>
    public IReadOnlyList<Update> Updates => _updates;

    /// <summary>The trainable variables of all graphs, in the order of their declaration.</summary>
    public IEnumerable<Value> Parameters => _graphs.SelectMany(g => g.Inputs).Where(v => v.Kind == ValueKind.Parameter);

    /// <summary>The variables that are kept but not trained.</summary>
    public IEnumerable<Value> State => _graphs.SelectMany(g => g.Inputs).Where(v => v.Kind == ValueKind.State);

    /// <summary>Captured input → source value, over all graphs.</summary>
    public IEnumerable<KeyValuePair<Value, Value>> Links =>
        _graphs.SelectMany(g => g.Inputs).Where(v => v.Source is not null).Select(v => KeyValuePair.Create(v, v.Source!));

    internal NameScope Names { get; } = new();

    /// <summary>Dimensions that a broadcast took to be equal: checked when their symbols are bound.</summary>
    internal List<DimEquality> Equalities { get; } = [];

    /// <summary>Adds an empty graph at the end; a taken name gets a number.</summary>
    public Graph AddGraph(string name)
    {
        var unique = name;
        for (int n = 2; _graphs.Any(g => g.Name == unique); n++) unique = $"{name}_{n}";
        var graph = new Graph(this, unique);
        _order[graph] = _graphs.Count;
        _graphs.Add(graph);
        return graph;
    }

    /// <summary>Takes back a graph that could not be finished, and its names.</summary>
    internal void DropLastGraph()
    {
        var graph = _graphs[^1];
        foreach (var v in graph.Inputs.Concat(graph.Nodes.SelectMany(n => n.Outputs))) Names.Free(v.Name);
        _graphs.RemoveAt(_graphs.Count - 1);
        _order.Remove(graph);
    }

    /// <summary>Binds an update: target ← result at the end of a run. All results are computed before any variable changes.</summary>
    /// <exception cref="GraphException">The target is no variable, has an update already, or the types differ.</exception>
    public void Bind(Value target, Value result)
    {
        if (target.Graph.Program != this) throw new GraphException($"'{target.Name}' belongs to another program; it cannot be updated here.");
        if (result.Graph.Program != this) throw new GraphException($"'{result.Name}' belongs to another program; it cannot update '{target.Name}'.");
        if (target.Variable is null) throw new GraphException($"'{target.Name}' is neither a parameter nor state; only variables can be updated.");
        if (target.Type != result.Type) throw new GraphException($"'{target.Name}' is {target.Type}; it cannot be updated with '{result.Name}', which is {result.Type}.");
        if (_updates.Any(u => u.Target == target)) throw new GraphException($"'{target.Name}' has an update already.");
        _updates.Add(new(target, result));
    }

    /// <summary>A dimension that no rule knows: a new symbol, <c>?1</c>, <c>?2</c>, ….</summary>
    /// <exception cref="GraphException">There are 100 000 already.</exception>
    public Dim FreshSymbol() => ++_madeUp <= MaxMadeUp ? Dim.Symbol($"?{++_symbols}")
        : throw new GraphException($"More than {MaxMadeUp} dimensions are unknown; declare the shapes of the inputs, or give shapes as constants.");

    /// <summary>A name for a value that is about to be added or renamed: <paramref name="stem"/>, or that with a number where another value has it.</summary>
    /// <param name="stem">The wanted name.</param>
    /// <param name="self">The value that is to be renamed, which may have the name already.</param>
    public string FreeName(string stem, Value? self = null) => self?.Name == stem ? stem : Names.FirstFree(stem);

    /// <summary>Keeps names that values will be given later from being made up for others before: what a reader of files needs.</summary>
    public void ReserveNames(IEnumerable<string> names)
    {
        foreach (var name in names) Names.Reserve(name);
    }

    // A declared ?3 must not meet a made-up one.
    internal void NoteSymbols(Shape shape)
    {
        foreach (var dim in shape.Dims)
            foreach (var symbol in dim.Symbols)
                if (symbol[0] == '?' && int.TryParse(symbol.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int n)) _symbols = Math.Max(_symbols, n);
    }

    /// <summary>An empty program that makes up no symbol of this one.</summary>
    internal Program Aside() => new(Registry) { _symbols = _symbols, _madeUp = _madeUp };

    /// <summary>Takes over the symbols that <see cref="Aside"/> made up, and what it took to be equal on behalf of <paramref name="node"/>.</summary>
    internal void TakeOver(Program aside, string node)
    {
        (_symbols, _madeUp) = (Math.Max(_symbols, aside._symbols), Math.Max(_madeUp, aside._madeUp));
        Equalities.AddRange(aside.Equalities.Select(e => e with { Description = node, Node = null }));
    }

    internal bool IsBefore(Graph a, Graph b) => _order[a] < _order[b];

    /// <summary>All graphs, links and updates in the readable text form.</summary>
    public override string ToString() => SsaPrinter.Print(this);
}
