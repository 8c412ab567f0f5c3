namespace Nabla.Ops;

/// <summary>Puts the elementwise region that alone reads a reduction over leading dimensions into the reduction: a bias's gradient and its update are one
/// kernel.</summary>
public sealed class ReductionEpilogue : IPass
{
    /// <inheritdoc/>
    public string Name => "reduction epilogue";

    /// <inheritdoc/>
    public GraphState Requires => GraphState.Flat | GraphState.Bound | GraphState.Lowered;

    /// <inheritdoc/>
    public GraphState Ensures => GraphState.None;

    /// <inheritdoc/>
    public Graph Run(Graph graph)
    {
        if (!graph.Nodes.Any(n => n.Op is IColumnReduction)) return graph;
        var readers = new Dictionary<Value, int>();
        foreach (var v in graph.Nodes.SelectMany(n => n.Inputs).Concat(graph.Outputs)) if (v is not null) readers[v] = readers.GetValueOrDefault(v) + 1;
        var joined = new Dictionary<Node, (Node Reduction, int Hole, Op Fused)>();
        var taken = new HashSet<Node>();
        foreach (var node in graph.Nodes)
            if (Join(node, readers) is { } found && taken.Add(found.Reduction)) joined[node] = found;
        if (joined.Count == 0) return graph;
        var rewriter = new GraphRewriter(graph);
        foreach (var node in graph.Nodes)
        {
            if (taken.Contains(node)) continue;
            if (!joined.TryGetValue(node, out var found)) rewriter.Copy(node);
            else
            {
                Value[] inputs = [rewriter[found.Reduction.Inputs[0]!], .. node.Inputs.Where((_, i) => i != found.Hole).Select(v => rewriter[v!])];
                rewriter.MapOutputs(node, rewriter.Target.Add(found.Fused, inputs));
            }
        }
        return rewriter.Finish();
    }

    static (Node Reduction, int Hole, Op Fused)? Join(Node node, Dictionary<Value, int> readers)
    {
        if (Region.Of(node) is not { } region) return null;
        for (int hole = 0; hole < node.Inputs.Count; hole++)
        {
            if (node.Inputs[hole] is not { Producer: { Op: IColumnReduction op } reduction } v || readers[v] != 1 || v.Shape != node.Outputs[0].Shape) continue;
            // A row of columns: pieces of the result are then pieces of the region.
            if (v.Element.IsFloat() && v.Shape.Rank > 0 && v.Shape.Count.Size > 1 && v.Shape[v.Shape.Rank - 1] == v.Shape.Count && op.LeadingAxes(reduction) is { } axes)
                return (reduction, hole, op.With(axes, v.Shape, region, hole));
        }
        return null;
    }
}
