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

/// <summary>Before version 18 the axes were an attribute.</summary>
[Op("ReduceSumSquare", 1, 11, 13, Signature = "data -> reduced")]
public sealed record ReduceSumSquare13(AttributeList<long> Axes = default, long Keepdims = 1) : ReductionUpgrade(Axes, Keepdims);
