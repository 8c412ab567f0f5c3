namespace Nabla.Onnx;

/// <summary>Celu(x; α) = α·Elu(x/α) for α &gt; 0, of which ONNX Runtime's CUDA provider has a kernel.</summary>
sealed class CeluAsElu : LocalRule
{
    public override Value[]? Replace(Node node, RewriteSite site)
    {
        if (!node.Op.Is("Celu")) return null;
        double alpha = node.Op.Get<float>("alpha");
        if (!(alpha > 0)) return null;
        if (alpha == 1) return [site.Add("Elu", [], node, node.Inputs[0])];
        Value Number(double of) => site.Literal(node.Outputs[0].Element, of);
        return [site.Add("Mul", [], node, site.Add("Elu", [], null, site.Add("Mul", [], null, node.Inputs[0], Number(1 / alpha))), Number(alpha))];
    }
}
