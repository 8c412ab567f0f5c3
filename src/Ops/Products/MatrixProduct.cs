namespace Nabla.Ops;

/// <summary>op(A)·op(B) of two matrices, op being the transpose or nothing: what MatMul becomes in a compiled graph.</summary>
[Op("MatrixProduct", 1, Domain = "nabla", Signature = "A, B -> Y")]
public sealed record MatrixProduct(bool TransA, bool TransB) : Op
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        var (m, ka) = TransA ? (x.Shape(0)[1], x.Shape(0)[0]) : (x.Shape(0)[0], x.Shape(0)[1]);
        var (kb, n) = TransB ? (x.Shape(1)[1], x.Shape(1)[0]) : (x.Shape(1)[0], x.Shape(1)[1]);
        x.Require(ka == kb, $"k is {ka} on the left and {kb} on the right");
        return [new(x.SameElement(), [m, n])];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => ProductKernel.Bind(this, b, b.Out());
}
