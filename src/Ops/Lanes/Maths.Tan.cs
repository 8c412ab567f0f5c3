using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nabla.Ops;

public static partial class Maths
{
    /// <summary>tan x = tan r, or −1/tan r, with x = n·π/2 + r for even, or odd, n; in float64 sin x / cos x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe L Tan<L>(L x) where L : struct, ILane<L> => L.IsDouble ? Sin(x) / Cos(x) : Call(&TanAt<L>, x);

    [MethodImpl(Whole)]
    private static unsafe void TanAt<L>(void* at) where L : struct, ILane<L>
    {
        var x = L.Load(at, 0);
        // π/2 in three parts (Cody and Waite; fused, the first step is exact).
        var n = L.Round(x * L.Of(2 / Math.PI));
        var r = L.MulAdd(n, L.Of(-1.5707963705062866), x);
        r = L.MulAdd(n, L.Of(4.371138828673793e-08), r);
        r = L.MulAdd(n, L.Of(1.7151245100059058e-15), r);
        var z = r * r;
        var t = L.MulAdd(r * z, TanTail(z), r);
        var half = n * L.Of(0.5);
        var y = L.Select(L.Equal(half, L.Floor(half)), t, L.Of(-1) / t);
        y = L.Select(L.Equal(x, L.Zero), x, y);
        var far = TooFar(x);
        (L.Any(far) ? L.Select(far, EachTan(x), y) : y).Store(at, 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe L EachTan<L>(L x) where L : struct, ILane<L>
    {
        Vector512<float> buffer = default;
        x.Store(&buffer, 0);
        for (int i = 0; i < L.Width; i++) ((float*)&buffer)[i] = (float)Math.Tan(((float*)&buffer)[i]);
        return L.Load(&buffer, 0);
    }

    // (tan(r)/r − 1)/r² as a function of z = r² for |r| ≤ π/4: S. Moshier, Cephes, tanf.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L TanTail<L>(L z) where L : struct, ILane<L>
    {
        var p = L.Of(9.38540185543e-3);
        p = L.MulAdd(p, z, L.Of(3.11992232697e-3));
        p = L.MulAdd(p, z, L.Of(2.44301354525e-2));
        p = L.MulAdd(p, z, L.Of(5.34112807005e-2));
        p = L.MulAdd(p, z, L.Of(1.33387994085e-1));
        return L.MulAdd(p, z, L.Of(3.33331568548e-1));
    }
}
