using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Πx. Its first derivative is right everywhere, the second where no element is zero.</summary>
[Op("ReduceProd", 18, Signature = "data, axes? -> reduced")]
public sealed record ReduceProd(long Keepdims = 1, long NoopWithEmptyAxes = 0) : Reduction<ProductReduction>(Keepdims, NoopWithEmptyAxes)
{
    // x̄ᵢ = ȳ·Πxⱼ over j ≠ i. With P the product of what is not zero: P/xᵢ if there is no zero, P at a lone zero, else 0.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        var (x, zero, one, axes) = (p.X(), p.Literal(0), p.Literal(1), p.Has(1) ? p.X(1) : null);
        var isZero = x.EqualTo(zero);
        var nonzero = isZero.Where(one, x);
        var product = Kept(p, p.dY * p.Graph.Add(this, nonzero, axes)[0]);
        var zeros = Kept(p, p.Graph.Add(new ReduceSum(Keepdims, NoopWithEmptyAxes), isZero.Where(one, zero), axes)[0]);
        return [isZero.Where(zeros.EqualTo(one).Where(product, zero), zeros.EqualTo(zero).Where(product / nonzero, zero))];
    }

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x) =>
        x.Content(0) is { } all && x.Shape().Rank == 1 && (!x.Has(1) || x.Shape(1) is { Rank: 1 } n && n[0].Is(1)) ? [all.Aggregate(new Dim(1), (a, b) => a * b)] : null;
}

/// <summary>Before version 18 the axes were an attribute.</summary>
[Op("ReduceProd", 1, 11, 13, Signature = "data -> reduced")]
public sealed record ReduceProd13(AttributeList<long> Axes = default, long Keepdims = 1) : ReductionUpgrade(Axes, Keepdims);
