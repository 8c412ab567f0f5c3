namespace Nabla.Ops;

/// <summary>Makes every product of two matrices a <see cref="MatrixProduct"/>, which reads a transposed operand in place.</summary>
public sealed class LowerProducts : IPass
{
    /// <inheritdoc/>
    public string Name => "lower products";

    /// <inheritdoc/>
    public GraphState Requires => GraphState.Flat | GraphState.Bound | GraphState.Lowered;

    /// <inheritdoc/>
    public GraphState Ensures => GraphState.None;

    /// <inheritdoc/>
    public Graph Run(Graph graph)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var node in graph.Nodes)
        {
            if (node.Op is not IMatrixProduct || !IsMatrix(node.Inputs[0]!) || !IsMatrix(node.Inputs[1]!))
            {
                rewriter.Copy(node);
                continue;
            }
            var (a, transA) = Untransposed(node.Inputs[0]!);
            var (b, transB) = Untransposed(node.Inputs[1]!);
            rewriter.MapOutputs(node, rewriter.Target.AddNamed(new MatrixProduct(transA, transB), node.Name, null, rewriter[a], rewriter[b]).Outputs);
        }
        return rewriter.Finish();
    }

    static bool IsMatrix(Value v) => v.Shape.Rank == 2 && v.Element is ElementType.Float32 or ElementType.Float64;

    static (Value Operand, bool Transposed) Untransposed(Value v)
    {
        bool transposed = false;
        while (v.Producer is { Op: ITransposition t } producer && t.Permutation(2) is [1, 0])
            (v, transposed) = (producer.Inputs[0]!, !transposed);
        return (v, transposed);
    }
}
