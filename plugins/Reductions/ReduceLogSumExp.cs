using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>ln Σeˣ, without overflow: the greatest x is taken out first.</summary>
[Op("ReduceLogSumExp", 18, Signature = "data, axes? -> reduced")]
public sealed record ReduceLogSumExp(long Keepdims = 1, long NoopWithEmptyAxes = 0) : ReductionOp(Keepdims, NoopWithEmptyAxes)
{
    // y = m + ln Σeˣ⁻ᵐ, with m the greatest x, made finite so that ∞ − ∞ does not come up.
    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var (data, largest) = (x[0]!, x[0]!.Element == ElementType.Float64 ? double.MaxValue : float.MaxValue);
        var m = graph.Add(new ReduceMax(1, NoopWithEmptyAxes), data, x[1])[0].Max(data.Literal(-largest)).Min(data.Literal(largest));
        var sum = graph.Add(new ReduceSum(Keepdims, NoopWithEmptyAxes), (data - m).Exp(), x[1])[0];
        return [(Keepdims != 0 ? m : m.Reshape(sum.ShapeOf())) + sum.Log()];
    }

    // x̄ = ȳ·eˣ⁻ʸ.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [Kept(p, p.dY) * (p.X() - Kept(p, p.Y())).Exp()];
}

/// <summary>Before version 18 the axes were an attribute.</summary>
[Op("ReduceLogSumExp", 1, 11, 13, Signature = "data -> reduced")]
public sealed record ReduceLogSumExp13(AttributeList<long> Axes = default, long Keepdims = 1) : ReductionUpgrade(Axes, Keepdims);
