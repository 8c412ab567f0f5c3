namespace Nabla.Onnx;

/// <summary>Replaces single nodes by others that give the same.</summary>
abstract class LocalRule
{
    /// <summary>What stands for the node's outputs, built in the new graph; null to leave the node.</summary>
    public abstract Value[]? Replace(Node node, RewriteSite site);

    /// <summary>The graph with each node replaced by the first rule that does; the same graph if none does.</summary>
    public static Graph Apply(Graph graph, IReadOnlyList<LocalRule> rules)
    {
        var rewriter = new GraphRewriter(graph);
        var site = new RewriteSite(graph, rewriter);
        bool changed = false;
        foreach (var node in graph.Nodes)
        {
            Value[]? results = null;
            foreach (var rule in rules) if ((results = rule.Replace(node, site)) is not null) break;
            if (results is null) site.Copy(node);
            else rewriter.MapOutputs(node, results);
            changed |= results is not null;
        }
        return changed ? rewriter.Finish() : graph;
    }
}
