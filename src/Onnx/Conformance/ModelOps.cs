using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Which ops a model uses, in its graph, in the graphs of nodes and in its functions; calls of functions are none.</summary>
static class ModelOps
{
    public static HashSet<(string Domain, string Name)> Of(ModelProto model)
    {
        var functions = model.Functions.Select(f => (Domains.Canonical(f.Domain), f.Name)).ToHashSet();
        var ops = new HashSet<(string, string)>();
        foreach (var node in All(model.Graph?.Node ?? []).Concat(model.Functions.SelectMany(f => All(f.Node))))
            if ((Domains.Canonical(node.Domain), node.OpType) is var op && !functions.Contains(op)) ops.Add(op);
        return ops;
    }

    /// <summary>The nodes, and those of the graphs that their attributes hold.</summary>
    static IEnumerable<NodeProto> All(IEnumerable<NodeProto> nodes) =>
        nodes.SelectMany(n => All(n.Attribute.SelectMany(a => a.G is null ? a.Graphs : a.Graphs.Append(a.G)).SelectMany(g => g.Node)).Prepend(n));
}
