using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>X with A·X = B, for A [..., M, M] and B [..., M, K]; the dimensions before the matrices broadcast. An A of which a pivot is exactly 0 is an
/// error that says which of the batch it is.</summary>
[Op("Solve", 1, Domain = "nabla", Signature = "A, B -> X")]
public sealed record Solve() : Op
{
    // What an outer dimension was repeated for is summed by the framework.
    /// <inheritdoc/>
    public override bool Broadcasts => true;

    // B̄ = A⁻ᵀ·X̄, Ā = −B̄·Xᵀ
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        var dB = p.X(0).T.Solve(p.dY);
        return [p.Wants(0) ? -dB.MatMul(p.Y().T) : null, dB];
    }

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => Unrolled.Solve(x[0]!, x[1]!) is { } y ? [y] : null;

    /// <inheritdoc/>
    public override bool ComputesWide => true;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.RequireSquare();
        var (a, b) = (x.Shape(0), x.Shape(1));
        Dim rows = a.Dims[^1];
        x.Require(b.Rank >= 2, "B must hold matrices [..., M, K]; make a vector a column with Unsqueeze");
        x.RequireEqual(rows, b.Dims[^2], $"A has {rows} rows, B has {b.Dims[^2]}");
        x.TakeAsEqual([b.Dims[^2]], [rows]);
        x.Require(Shape.TryBroadcast([.. a.SkipLast(2)], [.. b.SkipLast(2)], out var batch), "the dimensions before the matrices do not broadcast");
        x.TakeAsEqual([.. a.SkipLast(2)], batch);
        x.TakeAsEqual([.. b.SkipLast(2)], batch);
        return [new(x.SameElement(), [.. batch, .. b.TakeLast(2)])];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => MatrixKernel.Bind<Solution>(b);
}
