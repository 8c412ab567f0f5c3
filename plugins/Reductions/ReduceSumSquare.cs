using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Σx².</summary>
[Op("ReduceSumSquare", 18, Signature = "data, axes? -> reduced")]
public sealed record ReduceSumSquare(long Keepdims = 1, long NoopWithEmptyAxes = 0) : Reduction<SumSquareReduction>(Keepdims, NoopWithEmptyAxes)
{
    // x̄ = 2·ȳ·x.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [Kept(p, 2 * p.dY) * p.X()];
}
