using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>Elementary functions over lanes, each one formula for every element type and register width.</summary>
public static partial class Maths
{
    /// <summary>x·2ⁿ, overflowing to infinity and rounding to subnormals as the exact product would.</summary>
    /// <remarks>
    /// For n in [−228, 254] (float) or [−1991, 2046] (double). Where |x| is below 2⁻²⁴ (2⁻⁵³) and the result is subnormal it may be rounded twice.
    /// </remarks>
    /// <param name="x">Any value.</param>
    /// <param name="n">Integral values.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L ScaleB<L>(L x, L n) where L : struct, ILane<L>
    {
        // The first step stays a mantissa's width above the subnormals, so that only the second can round.
        var first = L.Greater(L.Of(L.IsDouble ? -969 : -102), L.Lesser(L.Of(L.IsDouble ? 1023 : 127), n));
        var rest = L.Greater(L.Of(L.IsDouble ? -1022 : -126), L.Lesser(L.Of(L.IsDouble ? 1023 : 127), n - first));
        return x * Pow2(first) * Pow2(rest);
    }

    /// <summary>2ⁿ for integral n in the range of normal exponents.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Pow2<L>(L n) where L : struct, ILane<L> =>
        // Adding 1.5·2^(mantissa bits) leaves the biased exponent in the low bits; all above is shifted out.
        L.ShiftLeft(n + L.Of(L.IsDouble ? 0x18000000000000 + 1023 : 0xC00000 + 127), L.IsDouble ? 52 : 23);

    /// <summary>x = m·2ᵉ with m in [√½, √2), also for subnormal x. For finite x &gt; 0; anything else gives some m in that range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Split<L>(L x, out L exponent) where L : struct, ILane<L>
    {
        var subnormal = L.Less(x, L.Of(L.IsDouble ? 2.2250738585072014E-308 : 1.1754943508222875E-38));
        x = L.Select(subnormal, x * L.Of(L.IsDouble ? 0x1000000000000000 : 0x10000000), x);
        var bias = L.Select(subnormal, L.Of(L.IsDouble ? 1023 + 60 : 127 + 28), L.Of(L.IsDouble ? 1023 : 127));

        // The bits of infinity are the exponent's mask. Or-ed under 2^(mantissa bits), an exponent field reads as a number.
        var ulp = L.Of(L.IsDouble ? 0x10000000000000 : 0x800000);
        var fields = L.Of(double.PositiveInfinity);
        var m = L.Or(L.And(x, L.Not(fields)), L.One);
        var e = L.Or(L.ShiftRight(L.And(x, fields), L.IsDouble ? 52 : 23), ulp) - ulp - bias;

        var large = L.LessOrEqual(L.Of(1.4142135623730951), m);
        exponent = e + L.And(large, L.One);
        return L.Select(large, m * L.Of(0.5), m);
    }
}
