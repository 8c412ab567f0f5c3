using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Σ|x|.</summary>
[Op("ReduceL1", 18, Signature = "data, axes? -> reduced")]
public sealed record ReduceL1(long Keepdims = 1, long NoopWithEmptyAxes = 0) : Reduction<SumAbsReduction>(Keepdims, NoopWithEmptyAxes)
{
    // x̄ = ȳ·sign x.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [Kept(p, p.dY) * p.X().Sign()];
}

/// <summary>Before version 18 the axes were an attribute.</summary>
[Op("ReduceL1", 1, 11, 13, Signature = "data -> reduced")]
public sealed record ReduceL113(AttributeList<long> Axes = default, long Keepdims = 1) : ReductionUpgrade(Axes, Keepdims);
