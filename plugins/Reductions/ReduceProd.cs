using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Πx. Derivatives of any order are right also where elements are zero.</summary>
[Op("ReduceProd", 18, Signature = "data, axes? -> reduced")]
public sealed record ReduceProd(long Keepdims = 1, long NoopWithEmptyAxes = 0) : Reduction<ProductReduction>(Keepdims, NoopWithEmptyAxes)
{
    // x̄ᵢ = ȳ·Πxⱼ over j < i · Πxⱼ over j > i, axis by axis: what one axis leaves is what the next multiplies.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        var products = new Stack<(Value Of, long Axis)>();
        var (product, dx) = (p.X(), Kept(p, p.dY));
        foreach (long axis in Reduced(p))
        {
            products.Push((product, axis));
            product = p.Graph.Add(new ReduceProd(), product, p.Graph.Ints(axis))[0];
        }
        foreach (var (of, axis) in products)
        {
            var along = p.Graph.Constant(Tensor.Scalar(axis));
            dx *= p.Graph.Add(new CumProd(1), of, along)[0] * p.Graph.Add(new CumProd(1, 1), of, along)[0];
        }
        return [dx];
    }

    IEnumerable<long> Reduced(Pullback p)
    {
        int rank = p.Type().Shape.Rank;
        if (p.Has(1) && p.Node.Inputs[1]!.Content?.All(d => d.IsStatic) != true) throw p.Missing("ReduceProd has no adjoint rule for axes that are not known while the graph is built");
        var given = p.Has(1) ? p.Node.Inputs[1]!.Content!.Select(d => d.Size < 0 ? d.Size + rank : d.Size).ToList() : [];
        return given.Count > 0 ? given : NoopWithEmptyAxes != 0 ? [] : Enumerable.Range(0, rank).Select(i => (long)i);
    }

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x) =>
        x.Content(0) is { } all && x.Shape().Rank == 1 && (!x.Has(1) || x.Shape(1) is { Rank: 1 } n && n[0].Is(1)) ? [all.Aggregate(new Dim(1), (a, b) => a * b)] : null;
}

/// <summary>Before version 18 the axes were an attribute.</summary>
[Op("ReduceProd", 1, 11, 13, Signature = "data -> reduced")]
public sealed record ReduceProd13(AttributeList<long> Axes = default, long Keepdims = 1) : ReductionUpgrade(Axes, Keepdims);
