namespace Nabla.Ops;

/// <summary>Puts the elementwise region that alone reads a matrix product into the product's epilogue: bias and activation in the forward pass, the
/// activation's derivative in the backward pass, or any other elementwise op.</summary>
public sealed class ProductEpilogue : IPass
{
    /// <inheritdoc/>
    public string Name => "product epilogue";

    /// <inheritdoc/>
    public GraphState Requires => GraphState.Flat | GraphState.Bound | GraphState.Lowered;

    /// <inheritdoc/>
    public GraphState Ensures => GraphState.None;

    /// <inheritdoc/>
    public Graph Run(Graph graph) => EpilogueJoin.All(graph, Join);

    static EpilogueJoin? Join(Node node, IReadOnlyDictionary<Value, int> readers)
    {
        if (Region.Of(node) is not { } region) return null;
        // The last product in the graph is the hottest.
        for (int hole = node.Inputs.Count - 1; hole >= 0; hole--)
        {
            if (node.Inputs[hole] is not { Producer: { Op: MatrixProduct product } producer } v || readers[v] != 1 || v.Shape != node.Outputs[0].Shape) continue;
            if (DepthOf(product, producer) <= GemmKernel<float>.MostDepthWithoutMemory) return Joined(-1);
            for (int place = region.Outputs.Count - 1; place >= 0; place--)
                if (node.Outputs[place].Element == v.Element && region.MayOverwrite(hole, place)) return Joined(place);

            EpilogueJoin Joined(int place) => new(producer, 2, hole, new FusedProduct(product.TransA, product.TransB, region, hole, place));
        }
        return null;
    }

    static long DepthOf(MatrixProduct product, Node node) => node.Inputs[0]!.Shape[product.TransA ? 0 : 1].Size;
}
