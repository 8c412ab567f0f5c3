using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The matrix product over the last two dimensions, as NumPy's matmul: dimensions before them broadcast, a vector is a row on the left and a
/// column on the right.</summary>
[Op("MatMul", 1, 9, 13, Signature = "A, B -> Y")]
public sealed record MatMul() : Op, IMatrixProduct
{
    /// <inheritdoc/>
    public override bool ComputesWide => true;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        var (a, b) = (x.Shape(0), x.Shape(1));
        x.Require(a.Rank > 0 && b.Rank > 0, "a scalar cannot be an operand; multiply with Mul");
        var (k, l) = (a[a.Rank - 1], b.Rank == 1 ? b[0] : b[b.Rank - 2]);
        x.Require(k == l || !k.IsStatic || !l.IsStatic, $"needs [m,k]·[k,n]; k is {k} on the left and {l} on the right");
        x.Require(Shape.TryBroadcast([.. a.SkipLast(2)], [.. b.SkipLast(2)], out var batch), "the dimensions before the matrices do not broadcast");
        x.TakeAsEqual([.. a.SkipLast(2)], batch);
        x.TakeAsEqual([.. b.SkipLast(2)], batch);
        Shape shape = [.. batch, .. a.Rank > 1 ? [a[a.Rank - 2]] : (Dim[])[], .. b.Rank > 1 ? [b[b.Rank - 1]] : (Dim[])[]];
        return [new(x.SameElement(), shape)];
    }

    // What a vector or an outer dimension was repeated for is summed by the framework.
    /// <inheritdoc/>
    public override bool Broadcasts => true;

    // Ā = Ȳ·Bᵀ, B̄ = Aᵀ·Ȳ
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        var (rowA, columnB) = (p.Type(0).Shape.Rank == 1, p.Type(1).Shape.Rank == 1);
        var dy = columnB ? p.dY.Unsqueeze(-1) : p.dY;
        if (rowA) dy = dy.Unsqueeze(-2);
        Value? da = null, db = null;
        if (p.Wants(0)) da = dy.MatMul((columnB ? p.X(1).Unsqueeze(1) : p.X(1)).T);
        if (p.Wants(1)) db = (rowA ? p.X(0).Unsqueeze(0) : p.X(0)).T.MatMul(dy);
        return [rowA ? da?.Squeeze(-2) : da, columnB ? db?.Squeeze(-1) : db];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => BatchedProduct.Bind(b, b.In(0), b.In(1), b.Out());
}
