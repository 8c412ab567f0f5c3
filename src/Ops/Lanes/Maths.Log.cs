using System.Runtime.CompilerServices;

namespace Nabla.Ops;

public static partial class Maths
{
    /// <summary>The natural logarithm: −∞ at ±0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe L Log<L>(L x) where L : struct, ILane<L> => Call(&LogAt<L>, x);

    [MethodImpl(Whole)]
    private static unsafe void LogAt<L>(void* at) where L : struct, ILane<L>
    {
        var x = L.Load(at, 0);
        var f = Split(x, out var k) - L.One;
        LogEdges(x, LogReduced(f, k, L.Zero)).Store(at, 0);
    }

    /// <summary>ln(1 + x) without cancellation near 0: −∞ at −1, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe L Log1p<L>(L x) where L : struct, ILane<L> => Call(&Log1pAt<L>, x);

    [MethodImpl(Whole)]
    private static unsafe void Log1pAt<L>(void* at) where L : struct, ILane<L>
    {
        var x = L.Load(at, 0);
        var u = L.One + x;
        var m = Split(u, out var k);
        var unscaled = L.Equal(k, L.Zero);
        var f = L.Select(unscaled, x, m - L.One);

        // What rounding 1 + x lost (Knuth's TwoSum), as a first-order correction: ln(u + c) ≈ ln u + c/u.
        var one = u - x;
        var lost = (L.One - one) + (x - (u - one));
        var c = L.Select(unscaled, L.Zero, lost / u);
        var y = LogEdges(u, LogReduced(f, k, c));
        L.Select(L.Less(L.Abs(x), L.Of(L.IsDouble ? 1e-16 : 2.9e-8)), x, y).Store(at, 0);
    }

    /// <summary>
    /// k·ln 2 + ln(1 + f) + c for 1 + f in [√½, √2), by s = f/(2 + f) and ln(1 + f) = f − f²/2 + s·(f²/2 + s²·t(s²)): the arrangement
    /// of fdlibm's e_log.c, which keeps the rounding of the quotient out of the leading term.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L LogReduced<L>(L f, L k, L c) where L : struct, ILane<L>
    {
        var s = f / (L.Of(2) + f);
        var z = s * s;
        var h = L.Of(0.5) * f * f;
        var tail = z * (L.IsDouble ? LogTailDouble(z) : LogTailSingle(z));
        var low = L.MulAdd(k, L.Of(L.IsDouble ? Ln2LowDouble : Ln2LowSingle), c);
        return L.MulAdd(k, L.Of(L.IsDouble ? Ln2Double : Ln2Single), f - (h - L.MulAdd(s, h + tail, low)));
    }

    /// <summary><paramref name="y"/> where x is finite and positive, else ln's limit: −∞ at 0, ∞ at ∞, NaN at NaN and below 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L LogEdges<L>(L x, L y) where L : struct, ILane<L>
    {
        var infinity = L.Of(double.PositiveInfinity);
        var ordinary = L.And(L.Less(L.Zero, x), L.Less(x, infinity));
        var edge = L.Select(L.Equal(x, L.Zero), -infinity, L.Select(L.Less(x, L.Zero), L.Of(double.NaN), x));
        return L.Select(ordinary, y, edge);
    }

    // t(z) = (ln((1 + s)/(1 − s)) − 2s)/s³ with z = s², Chebyshev fits on |s| ≤ 3 − 2√2: errors 1.2e-9 and 2.1e-18.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L LogTailSingle<L>(L z) where L : struct, ILane<L>
    {
        var p = L.Of(0.2333058194);
        p = L.MulAdd(p, z, L.Of(0.285508166));
        p = L.MulAdd(p, z, L.Of(0.4000012188));
        return L.MulAdd(p, z, L.Of(0.6666666655));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L LogTailDouble<L>(L z) where L : struct, ILane<L>
    {
        var p = L.Of(0.130867670099481737);
        p = L.MulAdd(p, z, L.Of(0.132687596685606127));
        p = L.MulAdd(p, z, L.Of(0.153862402058134779));
        p = L.MulAdd(p, z, L.Of(0.181817956308847532));
        p = L.MulAdd(p, z, L.Of(0.222222223918004693));
        p = L.MulAdd(p, z, L.Of(0.2857142857080323));
        p = L.MulAdd(p, z, L.Of(0.400000000000008776));
        return L.MulAdd(p, z, L.Of(0.666666666666666665));
    }
}
