using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Rules of graphs: names, order, single assignment.</summary>
static class GraphRules
{
    const long FirstWithFreeInitializers = 4;

    /// <returns>The names that it defines.</returns>
    public static NameTable CheckMain(CheckContext c, GraphProto graph)
    {
        c.Require(graph.Name.Length > 0, "a graph has no name");
        var names = new NameTable();
        Check(c, graph, names, isMain: true);
        return names;
    }

    /// <summary>A graph that an attribute holds; it sees the names around it.</summary>
    public static void CheckSubgraph(CheckContext c, GraphProto graph, NameTable outer)
    {
        c.Require(graph.Name.Length > 0, "a graph has no name");
        Check(c, graph, new(outer), isMain: false);
    }

    /// <summary>A graph that goes on where another ends, as one graph with it.</summary>
    public static void CheckContinued(CheckContext c, GraphProto graph, NameTable before)
    {
        foreach (var tensor in graph.Initializer) c.Require(!before.IsOwn(tensor.Name), $"initializer '{tensor.Name}' of graph '{graph.Name}' is defined by the graph before; every name is assigned once");
        Check(c, graph, before.Copy(), isMain: true);
    }

    static void Check(CheckContext c, GraphProto graph, NameTable names, bool isMain)
    {
        foreach (var input in graph.Input)
        {
            TypeRules.CheckValue(c, input, $"input '{input.Name}'", isMain);
            c.Require(!names.IsOwn(input.Name), $"two inputs of graph '{graph.Name}' are called '{input.Name}'");
            names.Add(input.Name);
        }
        CheckInitializers(c, graph, names);
        CheckNodes(c, graph.Node, names);
        foreach (var output in graph.Output)
        {
            TypeRules.CheckValue(c, output, $"output '{output.Name}'", isMain);
            c.Require(output.Name.Length == 0 || names.IsOwn(output.Name),
                $"output '{output.Name}' of graph '{graph.Name}' is neither computed by a node of it, nor an input or initializer");
        }
        foreach (var name in graph.Output.GroupBy(o => o.Name).Where(g => g.Count() > 1)) c.Warn($"graph '{graph.Name}' lists its output '{name.Key}' more than once");
    }

    static void CheckInitializers(CheckContext c, GraphProto graph, NameTable names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in graph.Initializer)
        {
            TensorRules.Check(c, tensor, $"initializer '{tensor.Name}'");
            Define(tensor.Name);
        }
        foreach (var tensor in graph.SparseInitializer)
        {
            var name = tensor.Values?.Name ?? "";
            TensorRules.CheckSparse(c, tensor, $"sparse initializer '{name}'");
            Define(name);
        }

        void Define(string name)
        {
            c.Require(name.Length > 0, $"an initializer of graph '{graph.Name}' has no name");
            c.Require(seen.Add(name), $"two initializers of graph '{graph.Name}' are called '{name}'");
            if (c.IrVersion < FirstWithFreeInitializers)
                c.Require(names.IsOwn(name), $"initializer '{name}' is not an input as well, which it must be before IR version {FirstWithFreeInitializers}");
            names.Add(name);
        }
    }

    /// <summary>Nodes in order, each name defined once and before it is read.</summary>
    public static void CheckNodes(CheckContext c, IEnumerable<NodeProto> nodes, NameTable names)
    {
        foreach (var node in nodes)
            c.About(node, () =>
            {
                foreach (var input in node.Input)
                    c.Require(input.Length == 0 || names.IsKnown(input),
                        $"reads '{input}', which no input, initializer or node before it defines; nodes must stand in order");
                NodeRules.Check(c, node, names);
                foreach (var output in node.Output.Where(o => o.Length > 0))
                {
                    c.Require(!names.IsKnown(output), $"defines '{output}', which is defined already; every name is assigned once");
                    names.Add(output);
                }
            });
    }
}
