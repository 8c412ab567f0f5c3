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
    public Graph Run(Graph graph)
    {
        var readers = new Dictionary<Value, int>();
        foreach (var v in graph.Nodes.SelectMany(n => n.Inputs).Concat(graph.Outputs)) if (v is not null) readers[v] = readers.GetValueOrDefault(v) + 1;
        // The plan of each joined pair is made before the walk, because the product stands before its region.
        var joined = new Dictionary<Node, FusedProduct>();
        var taken = new HashSet<Node>();
        foreach (var node in graph.Nodes)
        {
            if (Join(node, readers) is not { } pair || !taken.Add(pair.Product)) continue;
            joined[node] = pair.Fused;
        }
        var rewriter = new GraphRewriter(graph);
        foreach (var node in graph.Nodes)
        {
            if (taken.Contains(node)) continue;
            if (!joined.TryGetValue(node, out var fused)) rewriter.Copy(node);
            else
            {
                var product = node.Inputs[fused.Hole]!.Producer!;
                Value[] inputs = [.. product.Inputs.Select(v => rewriter[v!]), .. node.Inputs.Where((_, i) => i != fused.Hole).Select(v => rewriter[v!])];
                var results = rewriter.Target.Add(fused, inputs);
                for (int k = 0; k < results.Count; k++) rewriter.Map(node.Outputs[k], results[k]);
            }
        }
        return rewriter.Finish();
    }

    static (Node Product, FusedProduct Fused)? Join(Node node, Dictionary<Value, int> readers)
    {
        if (Region.Of(node) is not { } region) return null;
        // The last product in the graph is the hottest.
        for (int hole = node.Inputs.Count - 1; hole >= 0; hole--)
        {
            if (node.Inputs[hole] is not { Producer: { Op: MatrixProduct product } producer } v || readers[v] != 1 || v.Shape != node.Outputs[0].Shape) continue;
            if (DepthOf(product, producer) <= GemmKernel<float>.MostDepthWithoutMemory) return (producer, new(product.TransA, product.TransB, region, hole, Place: -1));
            for (int place = region.Outputs.Count - 1; place >= 0; place--)
                if (node.Outputs[place].Element == v.Element && region.MayOverwrite(hole, place)) return (producer, new(product.TransA, product.TransB, region, hole, place));
        }
        return null;
    }

    static long DepthOf(MatrixProduct product, Node node) => node.Inputs[0]!.Shape[product.TransA ? 0 : 1].Size;
}
