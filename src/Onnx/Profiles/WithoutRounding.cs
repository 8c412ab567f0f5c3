namespace Nabla.Onnx;

/// <summary>(x + c) − c = x for a number c so small that only its last places are lost: it keeps a state from becoming subnormal, which is slow on a CPU, and costs two
/// kernels on an accelerator, where it is not.</summary>
sealed class WithoutRounding : LocalRule
{
    const double Tiny = 1e-20;

    public override Value[]? Replace(Node node, RewriteSite site) =>
        node.Outputs[0].Reads("Sub") is [var sum, var c] && sum.Reads("Add") is [{ Producer: { Outputs.Count: 1 } producer } x, var same] &&
        site.Readers(x) == 1 && c.Scalar() is > 0 and < Tiny && same.Scalar() == c.Scalar() ? [site.Again(producer, named: node)] : null;
}
