namespace Nabla.Onnx;

/// <summary>s·(r·x) = (s·r)·x for numbers s and r: one pass over x instead of two.</summary>
sealed class ScalarsFirst : LocalRule
{
    public override Value[]? Replace(Node node, RewriteSite site) =>
        node.Outputs[0].Scaled() is var (inner, s) && site.Readers(inner) == 1 && inner.Scaled() is var (x, r)
            ? [site.Add("Mul", [], node, x, site.Add("Mul", [], null, r, s))]
            : null;
}
