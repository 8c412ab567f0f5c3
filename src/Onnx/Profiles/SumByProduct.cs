namespace Nabla.Onnx;

/// <summary>Σ over the rows of z = 1ᵀ·z.</summary>
sealed class SumByProduct : LocalRule
{
    public override Value[]? Replace(Node node, RewriteSite site)
    {
        if (node.Outputs[0].Reads("ReduceSum") is not [var z, var axes] || z.Shape.Rank != 2 || !z.Shape.IsStatic || axes.Constant?.ToInts() is not [0]) return null;
        return node.Op.Get<long>("keepdims") != 0 ? null : [site.Add("MatMul", [], node, site.Filled(z.Element, 1, z.Shape[0].Size), z)];
    }
}
