using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nabla.Ops;

public static partial class Maths
{
    /// <summary>sin x = (−1)ⁿ sin r with x = nπ + r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Sin<L>(L x) where L : struct, ILane<L>
    {
        var n = L.Round(x * L.Of(1 / Math.PI));
        var y = SinReduced(x, n, n);
        y = L.Select(L.Equal(x, L.Zero), x, y);
        var far = TooFar(x);
        return L.Any(far) ? L.Select(far, EachSin(x), y) : y;
    }

    /// <summary>cos x = −(−1)ⁿ sin r with x = (n + ½)π + r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Cos<L>(L x) where L : struct, ILane<L>
    {
        var n = L.Round(L.MulAdd(x, L.Of(1 / Math.PI), L.Of(-0.5)));
        var y = -SinReduced(x, n + L.Of(0.5), n);
        var far = TooFar(x);
        return L.Any(far) ? L.Select(far, EachCos(x), y) : y;
    }

    /// <summary>(−1)ⁿ sin(x − turns·π), π in three parts (Cody and Waite; fused, the first step is exact).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L SinReduced<L>(L x, L turns, L n) where L : struct, ILane<L>
    {
        var r = L.MulAdd(turns, L.Of(L.IsDouble ? -3.141592653589793 : -3.1415927410125732), x);
        r = L.MulAdd(turns, L.Of(L.IsDouble ? -1.2246467991473532e-16 : 8.742277657347586e-08), r);
        r = L.MulAdd(turns, L.Of(L.IsDouble ? 2.9947698097183397e-33 : 3.4302490200117986e-15), r);
        var z = r * r;
        var y = L.MulAdd(r * z, L.IsDouble ? SinTailDouble(z) : SinTailSingle(z), r);

        // 1.5·2^(mantissa bits) brings the parity of n to the lowest bit, the shift to the sign's.
        var parity = L.ShiftLeft(n + L.Of(L.IsDouble ? 0x18000000000000 : 0xC00000), L.IsDouble ? 63 : 31);
        return L.Xor(y, parity);
    }

    /// <summary>Where three parts of π no longer reduce exactly enough; infinity is among them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L TooFar<L>(L x) where L : struct, ILane<L> => L.Less(L.Of(L.IsDouble ? 1e8 : 1e5), L.Abs(x));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe L EachSin<L>(L x) where L : struct, ILane<L>
    {
        Vector512<double> buffer = default;
        x.Store(&buffer, 0);
        for (int i = 0; i < L.Width; i++)
        {
            if (L.IsDouble) ((double*)&buffer)[i] = Math.Sin(((double*)&buffer)[i]);
            else ((float*)&buffer)[i] = (float)Math.Sin(((float*)&buffer)[i]);
        }
        return L.Load(&buffer, 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe L EachCos<L>(L x) where L : struct, ILane<L>
    {
        Vector512<double> buffer = default;
        x.Store(&buffer, 0);
        for (int i = 0; i < L.Width; i++)
        {
            if (L.IsDouble) ((double*)&buffer)[i] = Math.Cos(((double*)&buffer)[i]);
            else ((float*)&buffer)[i] = (float)Math.Cos(((float*)&buffer)[i]);
        }
        return L.Load(&buffer, 0);
    }

    // (sin(r)/r − 1)/r² as a function of z = r², Chebyshev fits on |r| ≤ π/2: errors 2.8e-11 and 3.4e-19.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L SinTailSingle<L>(L z) where L : struct, ILane<L>
    {
        var p = L.Of(-2.407923699e-8);
        p = L.MulAdd(p, z, L.Of(2.753642236e-6));
        p = L.MulAdd(p, z, L.Of(-0.0001984108602));
        p = L.MulAdd(p, z, L.Of(0.008333332767));
        return L.MulAdd(p, z, L.Of(-0.1666666666));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L SinTailDouble<L>(L z) where L : struct, ILane<L>
    {
        var p = L.Of(2.73136586749401671e-15);
        p = L.MulAdd(p, z, L.Of(-7.64396396592535666e-13));
        p = L.MulAdd(p, z, L.Of(1.60589771140746733e-10));
        p = L.MulAdd(p, z, L.Of(-2.50521076139347603e-8));
        p = L.MulAdd(p, z, L.Of(2.75573192191391822e-6));
        p = L.MulAdd(p, z, L.Of(-0.000198412698412548847));
        p = L.MulAdd(p, z, L.Of(0.00833333333333331575));
        return L.MulAdd(p, z, L.Of(-0.166666666666666666));
    }
}
