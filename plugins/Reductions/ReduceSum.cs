using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Σx.</summary>
[Op("ReduceSum", 13, Signature = "data, axes? -> reduced")]
public sealed record ReduceSum(long Keepdims = 1, long NoopWithEmptyAxes = 0) : Reduction<SumReduction>(Keepdims, NoopWithEmptyAxes)
{
    // x̄ = ȳ for every x that was summed.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [Kept(p, p.dY).Expand(p.ShapeOf(0))];
}

/// <summary>Before version 13 the axes were an attribute.</summary>
[Op("ReduceSum", 1, 11, Signature = "data -> reduced")]
public sealed record ReduceSum11(AttributeList<long> Axes = default, long Keepdims = 1) : ReductionUpgrade(Axes, Keepdims);
