using System.Text;

namespace Nabla;

/// <summary>Where a value lies while a program runs.</summary>
public enum Storage
{
    /// <summary>In the arena, shared over time.</summary>
    Arena,
    /// <summary>In memory of its own: an input.</summary>
    Own,
    /// <summary>A fixed tensor.</summary>
    Constant,
    /// <summary>A variable that outlives the run.</summary>
    Variable,
}

/// <summary>The place of one value.</summary>
/// <param name="Storage">What kind of memory.</param>
/// <param name="Offset">Bytes from the arena's start.</param>
/// <param name="Variable">The variable, for <see cref="Storage.Variable"/>.</param>
/// <param name="Root">The value whose bytes these are: itself, the source of a view, or the input that was overwritten.</param>
public readonly record struct Place(Storage Storage, long Offset, Variable? Variable, Value Root);

/// <summary>Gives every value of a bound graph its place: one arena by lifetimes, views without copies, outputs over dying inputs where the kernel
/// allows it, and new values of variables straight over the old ones after their last reader.</summary>
public sealed class MemoryPlan
{
    const long Alignment = 64;

    readonly Graph _graph;
    readonly IReadOnlyList<Variable> _updated;
    readonly Dictionary<Value, Value> _root = [];
    readonly Dictionary<Value, int> _lastUse = [];
    readonly Dictionary<Value, Place> _places = [];
    readonly Dictionary<Value, Variable> _inPlace = [];

    /// <summary>Plans a bound graph.</summary>
    /// <param name="graph">Flat, all sizes known.</param>
    /// <param name="updated">The variables that the last outputs of the graph are assigned to.</param>
    public MemoryPlan(Graph graph, IReadOnlyList<Variable> updated)
    {
        (_graph, _updated) = (graph, updated);
        FindRoots();
        FindLifetimes();
        FindUpdatesInPlace();
        PlaceAll();
    }

    /// <summary>Bytes of the arena.</summary>
    public long ArenaBytes { get; private set; }

    /// <summary>Results that must be copied into their variable after the run.</summary>
    public IEnumerable<(Value Result, Variable Target)> Copies
    {
        get
        {
            for (int i = 0; i < _updated.Count; i++)
                if (this[Result(i)].Variable != _updated[i]) yield return (Result(i), _updated[i]);
        }
    }

    /// <summary>The place of a value; one that nothing reads has none.</summary>
    public Place this[Value value] => value.Constant is not null ? new(Storage.Constant, 0, null, value) : _places[value];

    /// <summary>True if the value is read by a node or is an output.</summary>
    public bool IsUsed(Value value) => _lastUse.ContainsKey(value);

    Value Result(int update) => _graph.Outputs[_graph.Outputs.Count - _updated.Count + update];

    Value RootOf(Value v) => _root.GetValueOrDefault(v, v);

    void FindRoots()
    {
        foreach (var node in _graph.Nodes)
            if (node.Op.IsView) _root[node.Outputs[0]] = RootOf(node.Inputs[0]!);
    }

    void FindLifetimes()
    {
        for (int i = 0; i < _graph.Nodes.Count; i++)
            foreach (var input in _graph.Nodes[i].Inputs)
                if (input is not null) _lastUse[input] = _lastUse[RootOf(input)] = i;
        foreach (var output in _graph.Outputs) _lastUse[output] = _lastUse[RootOf(output)] = int.MaxValue;
    }

    // W' may be written over W if nothing reads W later, and the writing kernel itself reads it only where it writes.
    void FindUpdatesInPlace()
    {
        var position = new Dictionary<Node, int>();
        for (int i = 0; i < _graph.Nodes.Count; i++) position[_graph.Nodes[i]] = i;
        var memory = _graph.Inputs.Where(v => v.Variable is not null).ToDictionary(v => v.Variable!, v => v);
        for (int u = 0; u < _updated.Count; u++)
        {
            var result = Result(u);
            if (result.Producer is not { } producer || producer.Op.IsView || _inPlace.ContainsKey(result)) continue;
            if (memory.TryGetValue(_updated[u], out var old) && _lastUse.TryGetValue(old, out int last))
            {
                int written = position[producer];
                if (last > written) continue;
                if (last == written && !MayOverwrite(producer, old, result.Index)) continue;
            }
            _inPlace[result] = _updated[u];
        }
    }

    bool MayOverwrite(Node node, Value old, int output)
    {
        for (int j = 0; j < node.Inputs.Count; j++)
            if (node.Inputs[j] is { } input && RootOf(input) == old && !node.Op.CanOverwrite(j, output)) return false;
        return true;
    }

    void PlaceAll()
    {
        foreach (var input in _graph.Inputs)
            _places[input] = input.Variable is { } variable ? new(Storage.Variable, 0, variable, input) : new(Storage.Own, 0, null, input);
        var arena = new ArenaAllocator();
        // The buffers that die after a node, by the last node that reads them; one buffer may serve several values in turn.
        var holder = new Dictionary<Value, Value>();
        for (int i = 0; i < _graph.Nodes.Count; i++)
        {
            var node = _graph.Nodes[i];
            var taken = new HashSet<Value>();
            foreach (var y in node.Outputs)
            {
                if (!IsUsed(y)) continue;
                if (node.Op.IsView)
                {
                    _places[y] = node.Inputs[0]!.Constant is { } ? new(Storage.Constant, 0, null, node.Inputs[0]!) : _places[node.Inputs[0]!] with { };
                    continue;
                }
                if (_inPlace.TryGetValue(y, out var variable))
                {
                    _places[y] = new(Storage.Variable, 0, variable, y);
                    continue;
                }
                if (Dying(node, y, i, taken) is { } over)
                {
                    _places[y] = _places[over] with { Root = over };
                    holder[y] = holder[over];
                    taken.Add(over);
                    continue;
                }
                _places[y] = new(Storage.Arena, arena.Allocate(Round(y.Type.Bytes)), null, y);
                holder[y] = y;
            }
            Release(node, i, taken, holder, arena);
        }
        ArenaBytes = arena.Bytes;
    }

    // An input in the arena that ends here, as large as the output, which the kernel may overwrite.
    Value? Dying(Node node, Value y, int now, HashSet<Value> taken)
    {
        for (int j = 0; j < node.Inputs.Count; j++)
        {
            if (node.Inputs[j] is not { } input || input.Constant is not null) continue;
            var root = RootOf(input);
            if (this[root].Storage != Storage.Arena || _lastUse[root] != now || taken.Contains(root) || !IsAligned(input, y)) continue;
            if (MayOverwrite(node, root, y.Index)) return root;
        }
        return null;
    }

    // Element i of one lies where element i of the other does. Equal bytes are not enough: twelve doubles may be broadcast to 96 bools.
    static bool IsAligned(Value x, Value y) => x.Shape.Count == y.Shape.Count && x.Element.Bits() == y.Element.Bits();

    void Release(Node node, int now, HashSet<Value> taken, Dictionary<Value, Value> holder, ArenaAllocator arena)
    {
        foreach (var root in node.Inputs.Where(v => v is not null && v.Constant is null).Select(v => RootOf(v!)).Distinct())
            if (_lastUse[root] == now && !taken.Contains(root) && holder.Remove(root, out var first)) arena.Free(_places[root].Offset, Round(first.Type.Bytes));
    }

    static long Round(long bytes) => Math.Max(Alignment, (bytes + Alignment - 1) / Alignment * Alignment);

    /// <summary>One line a computed value: where it lies and how long it lives.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"arena {ArenaBytes} bytes\n");
        for (int i = 0; i < _graph.Nodes.Count; i++)
        {
            foreach (var y in _graph.Nodes[i].Outputs.Where(IsUsed))
            {
                var place = _places[y];
                int last = _lastUse[RootOf(y)];
                var where = place.Storage switch
                {
                    Storage.Arena => $"arena+{place.Offset}",
                    Storage.Variable => $"variable {place.Variable!.Name}",
                    _ => place.Storage.ToString().ToLowerInvariant(),
                };
                var how = place.Root == y ? "" : _graph.Nodes[i].Op.IsView ? $" view of {RootOf(y).Name}" : $" over {place.Root.Name}";
                text.Append($"{i,4}..{(last == int.MaxValue ? "end" : last.ToString(System.Globalization.CultureInfo.InvariantCulture)),-4} {y} @ {where}{how}\n");
            }
        }
        foreach (var (result, target) in Copies) text.Append($"copy {result.Name} -> variable {target.Name}\n");
        return text.ToString();
    }
}
