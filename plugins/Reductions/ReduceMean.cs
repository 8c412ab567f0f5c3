using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Σx / n.</summary>
[Op("ReduceMean", 18, Signature = "data, axes? -> reduced")]
public sealed record ReduceMean(long Keepdims = 1, long NoopWithEmptyAxes = 0) : Reduction<MeanReduction>(Keepdims, NoopWithEmptyAxes)
{
    // x̄ = ȳ / n for every x that was averaged.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        Dim all = p.Type().Shape.Count, means = p.dY.Shape.Count;
        var n = all.TryDivide(means, out var each) && each.IsStatic ? p.Literal(each.Size)
            : means.Is(1) ? p.CountOf(0, p.dY.Element)
            : p.CountOf(0, p.dY.Element) / p.dY.CountOf().Cast(p.dY.Element);
        return [Kept(p, p.dY / n).Expand(p.ShapeOf(0))];
    }
}

/// <summary>Before version 18 the axes were an attribute.</summary>
[Op("ReduceMean", 1, 11, 13, Signature = "data -> reduced")]
public sealed record ReduceMean13(AttributeList<long> Axes = default, long Keepdims = 1) : ReductionUpgrade(Axes, Keepdims);
