namespace Nabla;

/// <summary>A program as one graph: first its wanted outputs, then the results of its updates.</summary>
/// <param name="Graph">The graph; its outputs are the wanted ones followed by one result per updated variable.</param>
/// <param name="Inputs">The program's inputs, in the order of the graph's inputs of kind Input.</param>
/// <param name="Wanted">The program's values that the first outputs stand for.</param>
/// <param name="Updated">The variables that the remaining outputs are assigned to.</param>
public sealed record FlatProgram(Graph Graph, IReadOnlyList<Value> Inputs, IReadOnlyList<Value> Wanted, IReadOnlyList<Variable> Updated)
{
    /// <summary>Joins the graphs of a program: captured values become the values they stand for; only what the outputs need is kept.</summary>
    public static FlatProgram Of(Program program, IReadOnlyList<Value> outputs, bool updates)
    {
        foreach (var v in outputs)
            if (v.Graph.Program != program) throw new NablaException($"'{v.Name}' belongs to another program than the one to compile.");
        var applied = updates ? program.Updates : [];
        Value[] roots = [.. outputs.Select(Root), .. applied.Select(u => Root(u.Result))];
        var needed = Needed(program, roots);
        var flat = new Program(program.Registry).AddGraph("step");
        flat.Program.Equalities.AddRange(program.Equalities.Where(e => e.Node?.Outputs.Any(needed.Contains) == true));
        var map = new Dictionary<Value, Value>();
        var inputs = new List<Value>();
        foreach (var v in program.Graphs.SelectMany(g => g.Inputs).Where(needed.Contains))
        {
            map[v] = v.Kind switch
            {
                ValueKind.Parameter => flat.Parameter(v.Variable!),
                ValueKind.State => flat.State(v.Variable!),
                _ => flat.Input(v.Name, v.Element, v.Shape),
            };
            if (v.Kind == ValueKind.Input) inputs.Add(v);
        }
        Value Resolve(Value v)
        {
            v = Root(v);
            return map.TryGetValue(v, out var known) ? known : map[v] = flat.Constant(v.Constant!);
        }
        foreach (var node in program.Graphs.SelectMany(g => g.Nodes))
        {
            if (!node.Outputs.Any(needed.Contains)) continue;
            var copy = flat.Append(node.Op, [.. node.Inputs.Select(i => i is null ? null : Resolve(i))], node.Name, [.. node.Outputs.Select(o => o.Type)],
                [.. node.Outputs.Select(o => o.Name)], node.Outputs[0].Content, flat.Program.Names.Fresh);
            for (int k = 0; k < copy.Outputs.Count; k++) map[node.Outputs[k]] = copy.Outputs[k];
        }
        foreach (var root in roots) flat.AppendOutput(Resolve(root));
        return new(flat, inputs, outputs, [.. applied.Select(u => u.Target.Variable!)]);
    }

    static Value Root(Value v)
    {
        while (v.Source is { } source) v = source;
        return v;
    }

    static HashSet<Value> Needed(Program program, IEnumerable<Value> roots)
    {
        var needed = new HashSet<Value>(roots);
        foreach (var graph in program.Graphs.Reverse())
        {
            for (int i = graph.Nodes.Count - 1; i >= 0; i--)
            {
                if (!graph.Nodes[i].Outputs.Any(needed.Contains)) continue;
                foreach (var input in graph.Nodes[i].Inputs) if (input is not null) needed.Add(Root(input));
            }
        }
        return needed;
    }
}
