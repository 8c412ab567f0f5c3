using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>ln Σx.</summary>
[Op("ReduceLogSum", 18, Signature = "data, axes? -> reduced")]
public sealed record ReduceLogSum(long Keepdims = 1, long NoopWithEmptyAxes = 0) : Reduction<LogSumReduction>(Keepdims, NoopWithEmptyAxes)
{
    /// <inheritdoc/>
    protected override bool NeedsFloat => true;

    // x̄ = ȳ / Σx = ȳ·e⁻ʸ for every x that was summed.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [Kept(p, p.dY / p.Y().Exp()).Expand(p.ShapeOf(0))];
}

/// <summary>Before version 18 the axes were an attribute.</summary>
[Op("ReduceLogSum", 1, 11, 13, Signature = "data -> reduced")]
public sealed record ReduceLogSum13(AttributeList<long> Axes = default, long Keepdims = 1) : ReductionUpgrade(Axes, Keepdims);
