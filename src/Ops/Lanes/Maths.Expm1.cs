using System.Runtime.CompilerServices;

namespace Nabla.Ops;

public static partial class Maths
{
    /// <summary>eˣ − 1 without cancellation near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Expm1<L>(L x) where L : struct, ILane<L>
    {
        var clamped = L.Greater(L.Of(L.IsDouble ? -40 : -20), L.Lesser(L.Of(L.IsDouble ? 710 : 89), x));
        var p = Expm1Reduced(Reduce(clamped, out var n));

        // 2ⁿ(p + 1) − 1 at half its size: 2ⁿ itself overflows one step before the result does.
        var half = Pow2(n - L.One);
        var y = L.MulAdd(half, p, half - L.Of(0.5));
        var tiny = L.Less(L.Abs(x), L.Of(L.IsDouble ? 1e-16 : 2.9e-8));
        return L.Select(tiny, x, y + y);
    }
}
