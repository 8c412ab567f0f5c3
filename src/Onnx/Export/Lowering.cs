namespace Nabla.Onnx;

/// <summary>Replaces ops that a file cannot name, and that no function of it stands for, by their bodies, until none is left. All other values keep their names.</summary>
sealed class Lowering(OpsetDomains domains, FunctionTable? functions)
{
    const int MaxDepth = 32;

    public Graph Run(Graph graph)
    {
        var needed = Needs.Of(graph);
        for (int depth = 0; graph.Nodes.Any(n => needed.Contains(n) && !CanWrite(n)); depth++)
        {
            if (depth == MaxDepth) throw new NablaException($"The bodies of the ops in graph '{graph.Name}' nest deeper than {MaxDepth}; one of them contains itself.");
            graph = Once(graph, needed);
            needed = Needs.Of(graph);
        }
        return graph;
    }

    bool CanWrite(Node node) => domains.CanWrite(node) || functions?.For(node) is not null;

    Graph Once(Graph graph, Needs needed)
    {
        var target = new Program(graph.Registry).AddGraph(graph.Name);
        var map = new Dictionary<Value, Value>();
        var values = graph.Inputs.Concat(graph.Nodes.SelectMany(n => n.Inputs.OfType<Value>().Concat(n.Outputs)));
        target.Program.ReserveNames(values.Select(v => v.Name));
        foreach (var input in graph.Inputs)
            map[input] = input.Kind switch
            {
                ValueKind.Parameter => target.Parameter(input.Variable!),
                ValueKind.State => target.State(input.Variable!),
                _ => target.Input(input.Name, input.Element, input.Shape),
            };
        foreach (var node in graph.Nodes.Where(needed.Contains))
        {
            var inputs = node.Inputs.Select(i => i is null ? null : Find(i)).ToArray();
            var outputs = CanWrite(node)
                ? Named(node.Op, inputs)
                : domains.Older(node.Op, inputs, target.Registry) is { } older ? Named(older.Op, older.Inputs)
                : Expansion.Of(node.Op, target, node.Name, inputs, [.. node.Outputs.Select(o => o.Name)]) ?? throw domains.Refuse(node);
            for (int k = 0; k < node.Outputs.Count; k++) map[node.Outputs[k]] = outputs[k];

            IReadOnlyList<Value> Named(Op op, IReadOnlyList<Value?> given) => target.AddNamed(op, node.Name, [.. node.Outputs.Select(o => o.Name)], [.. given]).Outputs;
        }
        foreach (var output in graph.Outputs) target.Output(Expansion.Named(Find(output), output.Name));
        return target;

        Value Find(Value v) => map.TryGetValue(v, out var known) ? known : map[v] = target.Constant(v.Constant!, v.Name);
    }
}
