using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Which ops a model uses, as an importer sees them: in its graph, in the graphs of nodes, and in the functions that are called because no plugin has the op.
/// Constants and gradients, which need no op, are none.</summary>
static class ModelOps
{
    public static HashSet<(string Domain, string Name)> Used(ModelProto model, Registry registry)
    {
        var functions = model.Functions.DistinctBy(FunctionRules.Key).ToDictionary(FunctionRules.Key);
        var called = new HashSet<(string, string, string)>();
        var ops = new HashSet<(string, string)>();
        // No recursion: calls may nest as deep as a file likes.
        var left = new Stack<IEnumerable<NodeProto>>([model.Graph?.Node ?? []]);
        while (left.TryPop(out var nodes))
            foreach (var node in nodes)
            {
                var domain = Domains.Canonical(node.Domain);
                if (registry.Knows(domain, node.OpType)) ops.Add((domain, node.OpType));
                else if (functions.TryGetValue((domain, node.OpType, node.Overload), out var function))
                {
                    if (called.Add(FunctionRules.Key(function))) left.Push(function.Node);
                }
                else if (!ConstantNodes.IsOne(node) && !GradientNodes.IsOne(node, registry)) ops.Add((domain, node.OpType));
                foreach (var graph in node.Attribute.SelectMany(a => a.G is null ? a.Graphs : a.Graphs.Append(a.G))) left.Push(graph.Node);
            }
        return ops;
    }

    /// <summary>The names of those that are not registered, in order.</summary>
    public static string[] Missing(ModelProto model, Registry registry) => Titles(Used(model, registry).Where(o => !registry.Knows(o.Domain, o.Name)));

    /// <summary>Names as reports show them, in order.</summary>
    public static string[] Titles(IEnumerable<(string Domain, string Name)> ops) => [.. ops.Select(o => Domains.Title(o.Domain, o.Name)).Order(StringComparer.Ordinal)];
}
