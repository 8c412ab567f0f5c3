namespace Nabla.Onnx;

/// <summary>s·(α·A·B) = α·A·(s·B) for a number s that is only known when the step runs, such as the learning rate: B is smaller than the product, and a product may be
/// added to what it is subtracted from.</summary>
sealed class ScaledOperand : LocalRule
{
    public override Value[]? Replace(Node node, RewriteSite site)
    {
        var y = node.Outputs[0];
        if (y.Scaled() is not var (of, by) || by.Constant is not null || site.Readers(of) != 1 || MatrixProductPattern.Of(of) is not { C: null } p) return null;
        // The adjoint of a layer's output is summed for the bias too: that sum shares the scaled one.
        bool scalesB = IsSummed(p.B, site.Source) || !IsSummed(p.A, site.Source) && p.B.Shape.Count.Size <= p.A.Shape.Count.Size;
        var operand = scalesB ? p.B : p.A;
        if (operand.Shape.Count.Size > y.Shape.Count.Size) return null;
        var scaled = site.Add("Mul", [], null, operand, by);
        return [(scalesB ? p with { B = scaled } : p with { A = scaled }).Build(site, node)];
    }

    static bool IsSummed(Value v, Graph graph) => graph.Nodes.Any(n => n.Op.Is("ReduceSum") && n.Inputs[0] == v);
}
