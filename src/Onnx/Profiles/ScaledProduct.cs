namespace Nabla.Onnx;

/// <summary>k·(α·A·B + β·C) = (k·α)·A·B + (k·β)·C for a number k.</summary>
sealed class ScaledProduct : LocalRule
{
    public override Value[]? Replace(Node node, RewriteSite site)
    {
        if (node.Outputs[0].Scaled() is not var (of, by) || by.Scalar() is not { } k || site.Readers(of) != 1 || MatrixProductPattern.Of(of) is not { } p) return null;
        return [(p with { Alpha = p.Alpha * k, Beta = p.Beta * k }).Build(site, node)];
    }
}
