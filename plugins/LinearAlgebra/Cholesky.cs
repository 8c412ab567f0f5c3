using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The lower triangles L with L·Lᵀ = A, for symmetric positive definite A [..., M, M]. Only the lower triangle of A is read, so only that has a
/// derivative. An A that is not positive definite is an error that says which of the batch it is, and which pivot is not positive.</summary>
[Op("Cholesky", 1, Domain = "nabla", Signature = "A -> L")]
public sealed record Cholesky() : Op
{
    // With Φ the lower triangle, its diagonal halved: S = L⁻ᵀ·Φ(Lᵀ·L̄)·L⁻¹, Ā = Φ(S + Sᵀ). Source: I. Murray, "Differentiation of the Cholesky
    // decomposition", 2016.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        var upper = p.Y().T;
        var s = upper.Solve(upper.Solve(LowerHalf(upper.MatMul(p.dY))).T);
        return [LowerHalf(s + s.T)];
    }

    static Value LowerHalf(Value x) => (Lower(x, 0) + Lower(x, -1)) * 0.5;

    static Value Lower(Value x, long k) => x.AddWith("Trilu", [("upper", 0L)], x.Graph.Constant(Tensor.Scalar(k)));

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => Unrolled.Cholesky(x[0]!) is { } y ? [y] : null;

    /// <inheritdoc/>
    public override bool CanOverwrite(int input, int output) => true;

    /// <inheritdoc/>
    public override bool ComputesWide => true;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.RequireSquare();
        return [x.Type()];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => MatrixKernel.Bind<CholeskyFactor>(b);
}
