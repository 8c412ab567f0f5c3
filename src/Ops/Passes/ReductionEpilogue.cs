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
    public Graph Run(Graph graph) => EpilogueJoin.All(graph, Join);

    static EpilogueJoin? Join(Node node, IReadOnlyDictionary<Value, int> readers)
    {
        if (Region.Of(node) is not { } region) return null;
        for (int hole = 0; hole < node.Inputs.Count; hole++)
        {
            if (node.Inputs[hole] is not { Producer: { Op: IColumnReduction op } reduction } v || readers[v] != 1 || v.Shape != node.Outputs[0].Shape) continue;
            // A row of columns: pieces of the result are then pieces of the region.
            if (v.Element.IsFloat() && v.Shape.Rank > 0 && v.Shape.Count.Size > 1 && v.Shape[v.Shape.Rank - 1] == v.Shape.Count && op.LeadingAxes(reduction) is { } axes)
                return new(reduction, 1, hole, op.With(axes, v.Shape, region, hole));
        }
        return null;
    }
}
