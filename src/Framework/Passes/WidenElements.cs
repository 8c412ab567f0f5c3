namespace Nabla;

/// <summary>Small numbers are computed as larger ones: around an op whose kernel knows the wide element types alone, what is narrower is cast to a wide type,
/// and the result is rounded back, after every op.</summary>
public sealed class WidenElements : IPass
{
    /// <inheritdoc/>
    public string Name => "widen elements";

    /// <inheritdoc/>
    public GraphState Requires => GraphState.Flat | GraphState.Bound | GraphState.Lowered;

    /// <inheritdoc/>
    public GraphState Ensures => GraphState.None;

    /// <inheritdoc/>
    public Graph Run(Graph graph)
    {
        if (!graph.Nodes.Any(IsNarrow)) return graph;
        var rewriter = new GraphRewriter(graph);
        foreach (var node in graph.Nodes)
        {
            if (!IsNarrow(node))
            {
                rewriter.Copy(node);
                continue;
            }
            var inputs = rewriter.InputsOf(node).Select(v => v is null ? null : CoreOps.Cast(v, v.Element.Widened())).ToArray();
            var wide = rewriter.Target.AddNamed(node.Op, node.Name, null, inputs).Outputs;
            rewriter.MapOutputs(node, [.. wide.Zip(node.Outputs, (y, wanted) => CoreOps.Cast(y, wanted.Element))]);
        }
        return rewriter.Finish();
    }

    static bool IsNarrow(Node node) => node.Op.ComputesWide && node.Inputs.Any(v => v is not null && v.Element.Widened() != v.Element);
}
