namespace Nabla;

/// <summary>Checks what every graph must keep to, whoever built or rewrote it. Run after each pass in tests and debug builds.</summary>
public static class Verifier
{
    /// <summary>Verifies all graphs, links and updates of a program.</summary>
    /// <exception cref="GraphException">The first rule found broken.</exception>
    public static void Check(Program program)
    {
        var names = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var graph in program.Graphs)
        {
            Check(graph, names);
            foreach (var (source, captured) in graph.Captures)
            {
                if (captured.Constant is not null) continue;
                Require(program.Graphs.Contains(source.Graph) && program.IsBefore(source.Graph, graph), $"'{captured.Name}' captures '{source.Name}' of a graph that does not come before '{graph.Name}'");
                Require(captured.Type == source.Type, $"'{captured.Name}' is {captured.Type} but captures '{source.Name}', which is {source.Type}");
            }
        }
        foreach (var (target, result) in program.Updates)
        {
            Require(target.Variable is not null, $"the update of '{target.Name}' has no variable");
            Require(target.Type == result.Type, $"'{target.Name}' is {target.Type} but its update '{result.Name}' is {result.Type}");
        }
    }

    /// <summary>Verifies one graph: nodes read only what was defined before, every value has one definition and a unique name.</summary>
    public static void Check(Graph graph) => Check(graph, new(StringComparer.Ordinal));

    static void Check(Graph graph, Dictionary<string, Value> names)
    {
        var defined = new HashSet<Value>();
        void Define(Value v)
        {
            Require(v.Graph == graph, $"'{v.Name}' belongs to graph '{v.Graph.Name}'");
            Require(defined.Add(v), $"'{v.Name}' is defined twice");
            Require(names.TryAdd(v.Name, v), $"the name '{v.Name}' is used for two values");
        }
        void Read(Value v, string reader)
        {
            if (v.Kind == ValueKind.Constant && defined.Add(v)) Require(names.TryAdd(v.Name, v), $"the name '{v.Name}' is used for two values");
            Require(v.Graph == graph, $"{reader} reads '{v.Name}' of graph '{v.Graph.Name}'");
            Require(defined.Contains(v), $"{reader} reads '{v.Name}' before it is defined");
        }
        foreach (var input in graph.Inputs) Define(input);
        foreach (var node in graph.Nodes)
        {
            foreach (var input in node.Inputs) if (input is not null) Read(input, $"node '{node.Name}'");
            Require(node.Outputs.Count > 0, $"node '{node.Name}' has no output");
            for (int k = 0; k < node.Outputs.Count; k++)
            {
                Require(node.Outputs[k].Producer == node && node.Outputs[k].Index == k, $"output {k} of node '{node.Name}' does not know its producer");
                Define(node.Outputs[k]);
            }
        }
        foreach (var output in graph.Outputs) Read(output, "the list of outputs");

        void Require(bool holds, string rule) => Verifier.Require(holds, $"graph '{graph.Name}': {rule}");
    }

    static void Require(bool holds, string rule)
    {
        if (!holds) throw new GraphException($"Invalid program: {rule}.");
    }
}
