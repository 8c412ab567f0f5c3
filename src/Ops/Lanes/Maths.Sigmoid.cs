using System.Runtime.CompilerServices;

namespace Nabla.Ops;

public static partial class Maths
{
    /// <summary>1/(1 + e⁻ˣ), as eˣ/(1 + eˣ) below 0, so that neither side overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Sigmoid<L>(L x) where L : struct, ILane<L>
    {
        var e = Exp(-L.Abs(x));
        var d = L.One + e;
        var q = L.Select(L.Less(x, L.Zero), e, L.One) / d;
        // What rounding 1 + e lost: q/(1 + lost/d) ≈ q − q·lost where it matters, at small e.
        return L.MulAdd(-q, e - (d - L.One), q);
    }
}
