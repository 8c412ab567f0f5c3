using System.Runtime.CompilerServices;
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
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b) where L : struct, ILane<L> => Maths.Pow(a, b);
    }

    /// <inheritdoc/>
    public override int OldestVersion(IReadOnlyList<Value?> x) => x[0]!.Element == x[1]!.Element ? 7 : 12;

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

    // x̄ = z̄·y·x^(y−1), 0 where y = 0 whatever x is; ȳ = z̄·z·ln x where x > 0, else 0 (the limit at 0, and no real derivative below).
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.Wants(0) ? Base(p) : null, p.Wants(1) ? OfExponent(p) : null];

    static Value Base(Pullback p)
    {
        var y = p.X(1).Cast(p.Type(0).Element);
        return p.dY * (y * p.X(0).Pow(y.EqualTo(y.Literal(0)).Where(y.Literal(0), y - 1)));
    }

    // The logarithm of 1 where it does not count: a NaN that is not chosen would still come back in the second derivative.
    static Value OfExponent(Pullback p)
    {
        var positive = p.X(0).Greater(0);
        var log = positive.Where(p.X(0), p.X(0).Literal(1)).Log();
        return positive.Where(p.dY * (p.Y() * log), p.Literal(0)).Cast(p.Type(1).Element);
    }
}

/// <summary>Before version 7 only the second input was spread over the first, and only if asked for.</summary>
[Op("Pow", 1, Signature = "X, Y -> Z")]
public sealed record Pow1(long? Axis = null, long Broadcast = 0) : BroadcastUpgrade(Axis, Broadcast);
