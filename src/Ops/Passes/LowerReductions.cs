namespace Nabla.Ops;

/// <summary>Makes a reduction over dimensions of size 1 a view: the sum over a batch of one sample, say.</summary>
public sealed class LowerReductions : IPass
{
    /// <inheritdoc/>
    public string Name => "lower reductions";

    /// <inheritdoc/>
    public GraphState Requires => GraphState.Flat | GraphState.Bound | GraphState.Lowered;

    /// <inheritdoc/>
    public GraphState Ensures => GraphState.None;

    /// <inheritdoc/>
    public Graph Run(Graph graph)
    {
        if (!graph.Nodes.Any(IsView)) return graph;
        var rewriter = new GraphRewriter(graph);
        foreach (var node in graph.Nodes)
        {
            if (!IsView(node)) rewriter.Copy(node);
            else if (node.Inputs[0]!.Type == node.Outputs[0].Type) rewriter.Map(node.Outputs[0], rewriter[node.Inputs[0]!]);
            else rewriter.MapOutputs(node, rewriter.Target.AddNamed(new View(AttributeList.Create<long>(node.Outputs[0].Shape.ToSizes())), node.Name, [node.Outputs[0].Name], rewriter[node.Inputs[0]!]).Outputs);
        }
        return rewriter.Finish();
    }

    static bool IsView(Node node) => node.Op is IColumnReduction { KeepsOne: true } && node.Inputs[0]!.Shape.Count == node.Outputs[0].Shape.Count && !node.Outputs[0].Shape.Count.Is(0);
}
