using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>z = xʸ, broadcasting; the exponent may have another element type than the base.</summary>
[Op("Pow", 7, 12, 13, 15, Signature = "X, Y -> Z")]
public sealed record Pow() : Elementwise2<Pow.Map>
{
    /// <summary>aᵇ.</summary>
    public readonly struct Map : IMap2
    {
        /// <inheritdoc/>
        public static L Of<L>(L a, L b) where L : struct, ILane<L> => Maths.Pow(a, b);
    }

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.Require(x.Element(0).IsFloat() || x.Element(0).IsInteger(), $"does not take element type {x.Element(0).Text()}");
        return [new(x.Element(0), x.Broadcast())];
    }

    /// <inheritdoc/>
    public override bool PrefersBody(IReadOnlyList<Value?> x) => x[0]!.Element != x[1]!.Element || x[0]!.Element.IsInteger();

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var element = x[0]!.Element;
        if (element.IsFloat()) return element == x[1]!.Element ? null : [x[0]!.Pow(x[1]!.Cast(element))];
        // Exact up to 2⁵³.
        return [x[0]!.Cast(ElementType.Float64).Pow(x[1]!.Cast(ElementType.Float64)).Cast(element)];
    }

    // x̄ = z̄·y·x^(y−1), ȳ = z̄·z·ln x where x > 0, else 0 (the limit at 0, and no real derivative below).
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) =>
    [
        p.Wants(0) ? p.dY * (Exponent(p) * p.X(0).Pow(Exponent(p) - 1)) : null,
        p.Wants(1) ? p.X(0).Greater(0).Where(p.dY * (p.Y() * p.X(0).Log()), p.Literal(0)).Cast(p.Type(1).Element) : null,
    ];

    static Value Exponent(Pullback p) => p.X(1).Cast(p.Type(0).Element);
}
