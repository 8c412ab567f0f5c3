namespace Nabla;

/// <summary>Removes nodes that no output needs.</summary>
public sealed class DeadCode : IPass
{
    /// <inheritdoc/>
    public string Name => "dead code";

    /// <inheritdoc/>
    public GraphState Requires => GraphState.Flat;

    /// <inheritdoc/>
    public GraphState Ensures => GraphState.None;

    /// <inheritdoc/>
    public Graph Run(Graph graph)
    {
        var needed = new HashSet<Value>(graph.Outputs);
        var kept = new bool[graph.Nodes.Count];
        for (int i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            if (!graph.Nodes[i].Outputs.Any(needed.Contains)) continue;
            kept[i] = true;
            foreach (var input in graph.Nodes[i].Inputs) if (input is not null) needed.Add(input);
        }
        if (!kept.Contains(false)) return graph;
        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < kept.Length; i++) if (kept[i]) rewriter.Copy(graph.Nodes[i]);
        return rewriter.Finish();
    }
}
