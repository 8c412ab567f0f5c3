using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The inverses of square matrices [..., M, M]. A matrix of which a pivot is exactly 0 has none: an error that says which of the batch it is.</summary>
[Op("Inverse", 1, Domain = "nabla", Signature = "X -> Y")]
public sealed record Inverse() : Op
{
    // Ā = −Yᵀ·Ȳ·Yᵀ
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [-p.Y().T.MatMul(p.dY.MatMul(p.Y().T))];

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => Unrolled.Inverse(x[0]!) is { } y ? [y] : null;

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
    public override Kernel? Bind(Binding b) => MatrixKernel.Bind<Inversion>(b);
}
