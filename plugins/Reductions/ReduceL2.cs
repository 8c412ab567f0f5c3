using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>√Σx².</summary>
[Op("ReduceL2", 18, Signature = "data, axes? -> reduced")]
public sealed record ReduceL2(long Keepdims = 1, long NoopWithEmptyAxes = 0) : Reduction<NormReduction>(Keepdims, NoopWithEmptyAxes)
{
    /// <inheritdoc/>
    protected override bool NeedsFloat => true;

    // x̄ = ȳ·x/y; where y = 0, and with it every x, 0.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        var y = p.Y();
        return [p.X() * Kept(p, p.dY / y.EqualTo(p.Literal(0)).Where(p.Literal(1), y))];
    }
}

/// <summary>Before version 18 the axes were an attribute.</summary>
[Op("ReduceL2", 1, 11, 13, Signature = "data -> reduced")]
public sealed record ReduceL213(AttributeList<long> Axes = default, long Keepdims = 1) : ReductionUpgrade(Axes, Keepdims);
