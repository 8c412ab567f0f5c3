using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = a/b, broadcasting; integers are cut towards zero, and division by the integer zero gives the dividend.</summary>
[Op("Div", 7, 13, 14, Signature = "A, B -> C")]
public sealed record Div() : Elementwise2<Div.Map>
{
    /// <summary>a/b.</summary>
    public readonly struct Map : IMap2
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b) where L : struct, ILane<L> => L.IsInteger ? OfIntegers(a, b) : a / b;

        // The processor traps on division by 0 and on the smallest integer by −1; elements beyond a tail may hold either. Without a sign there is no −1.
        static L OfIntegers<L>(L a, L b) where L : struct, ILane<L>
        {
            var minus = L.And(L.Equal(b, -L.One), L.Less(b, L.Zero));
            return L.Select(minus, -a, a / L.Select(L.Or(minus, L.Equal(b, L.Zero)), L.One, b));
        }
    }

    // ā = ȳ/b, b̄ = −ȳ·y/b
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.Wants(0) ? p.dY / p.X(1) : null, p.Wants(1) ? -(p.dY * (p.Y() / p.X(1))) : null];

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x) => ShapeArithmetic.Of(x, (a, b) => a.TryDivide(b, out var q) ? q : a.IsStatic && b.IsStatic && !b.Is(0) ? new Dim(a.Size / b.Size) : (Dim?)null);
}

/// <summary>Before version 7 only the second input was spread over the first, and only if asked for.</summary>
[Op("Div", 6, Signature = "A, B -> C")]
public sealed record Div6(long? Axis = null, long Broadcast = 0) : BroadcastUpgrade(Axis, Broadcast);
