namespace Nabla.Onnx;

/// <summary>α·A·B ± k·T = Gemm(A, B, T; α, ±k): momentum, weight decay, a bias and the update of plain gradient descent become part of a product.</summary>
sealed class ProductSum : LocalRule
{
    public override Value[]? Replace(Node node, RewriteSite site)
    {
        bool subtracts = node.Op.Is("Sub");
        if (!subtracts && !node.Op.Is("Add")) return null;
        var (left, right) = (node.Inputs[0]!, node.Inputs[1]!);
        return Join(node, site, left, right, 1, subtracts ? -1 : 1) ?? Join(node, site, right, left, subtracts ? -1 : 1, 1);
    }

    // sign·product + termSign·term
    static Value[]? Join(Node node, RewriteSite site, Value product, Value term, double sign, double termSign)
    {
        if (site.Readers(product) != 1 || MatrixProductPattern.Of(product) is not { C: null } p || product.Shape != node.Outputs[0].Shape || term.Shape.Rank > 2) return null;
        double beta = termSign;
        if (term.Scaled() is var (of, by) && by.Scalar() is { } k) (term, beta) = (of, beta * k);
        return [(p with { C = term, Alpha = p.Alpha * sign, Beta = beta }).Build(site, node)];
    }
}
