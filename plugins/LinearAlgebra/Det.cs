using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The determinants of square matrices [..., M, M]; 0 of a singular one.</summary>
/// <remarks>The first derivative is right for any matrix, further ones for those that have an inverse.</remarks>
[Op("Det", 11, 22, Signature = "X -> Y")]
public sealed record Det() : Op
{
    // Ā = ȳ·C, with C the cofactors: y·A⁻ᵀ, but right for a singular matrix too.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY.Unsqueeze(-2, -1) * p.Graph.Add(new Cofactors(), p.X())[0]];

    /// <inheritdoc/>
    public override bool ComputesWide => true;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.RequireSquare();
        return [new(x.Element(), [.. x.Shape().SkipLast(2)])];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => MatrixKernel.Bind<Determinant>(b, resultRank: 0);
}
