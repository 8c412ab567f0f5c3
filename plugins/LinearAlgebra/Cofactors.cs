using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The cofactors of square matrices [..., M, M]: what each element is multiplied with in the determinant. By elimination with complete
/// pivoting, which does not divide by the last pivot: so of a singular matrix too.</summary>
[Op("Cofactors", 1, Domain = "nabla", Signature = "X -> Y")]
public sealed record Cofactors() : Op
{
    // With C = det A·A⁻ᵀ, dC = ⟨A⁻ᵀ, dA⟩·C − A⁻ᵀ·dAᵀ·C: Ā = (⟨C̄, C⟩ − C·C̄ᵀ)·A⁻ᵀ
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        var (c, dC, inverse) = (p.Y(), p.dY, p.X().Inverse().T);
        return [(dC * c).Sum([-2, -1], keepDims: true) * inverse - c.MatMul(dC.T.MatMul(inverse))];
    }

    // The same for a matrix that has an inverse.
    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]!.Det().Unsqueeze(-2, -1) * x[0]!.Inverse().T];

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
    public override Kernel? Bind(Binding b) => MatrixKernel.Bind<CompleteElimination>(b);
}
