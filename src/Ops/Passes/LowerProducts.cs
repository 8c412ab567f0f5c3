namespace Nabla.Ops;

/// <summary>Makes every product of two matrices a <see cref="MatrixProduct"/>: transposed operands are read in place, what is added becomes a node
/// of its own, which fusion then puts into the product's epilogue.</summary>
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
            if (node.Op is IMatrixProduct { Form: var form } && CanLower(node, graph.Registry)) rewriter.Map(node.Outputs[0], Lower(node, form, rewriter));
            else rewriter.Copy(node);
        }
        return rewriter.Finish();
    }

    static bool CanLower(Node node, Registry registry) =>
        node.Outputs[0].Element is ElementType.Float32 or ElementType.Float64
        && node.Inputs[0]!.Shape.Rank == 2 && node.Inputs[1]!.Shape.Rank == 2
        && (node.Inputs.Count < 3 || node.Inputs[2] is null || registry.Knows("", "Add") && registry.Knows("", "Mul"));

    static Value Lower(Node node, ProductForm form, GraphRewriter rewriter)
    {
        var (a, transA) = Untransposed(node.Inputs[0]!, form.TransA);
        var (b, transB) = Untransposed(node.Inputs[1]!, form.TransB);
        var product = rewriter.Target.Add(new MatrixProduct(transA, transB, form.Alpha), rewriter[a], rewriter[b])[0];
        if (node.Inputs.Count < 3 || node.Inputs[2] is null || form.Beta == 0) return product;
        var c = rewriter[node.Inputs[2]!];
        return product + (form.Beta == 1 ? c : c * form.Beta);
    }

    static (Value Operand, bool Transposed) Untransposed(Value v, bool transposed)
    {
        while (v.Producer is { Op: ITransposition t } producer && t.Permutation(2) is [1, 0])
            (v, transposed) = (producer.Inputs[0]!, !transposed);
        return (v, transposed);
    }
}
