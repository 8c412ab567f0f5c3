using System.Runtime.CompilerServices;

namespace Nabla.Ops;

public static partial class Maths
{
    /// <summary>
    /// xʸ = e^(y·ln|x|), the logarithm and the product carried in two parts; the special cases are those of IEEE 754 pow. Floating point only.
    /// </summary>
    /// <remarks>Methods of their own: inlined into a loop, the JIT's budget ran out and each operation became a call (0.6 µs a lane, now 0.1).</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static L Pow<L>(L x, L y) where L : struct, ILane<L>
    {
        var infinity = L.Of(double.PositiveInfinity);
        var a = L.Abs(x);
        var high = LogPair(a, out var low);
        var product = y * high;
        var rest = L.MulAdd(y, low, L.MulAdd(y, high, -product));

        // Out of range the low part is noise, or NaN from infinity minus infinity.
        rest = L.Select(L.Less(L.Abs(product), L.Of(L.IsDouble ? 800 : 200)), rest, L.Zero);
        var power = ExpPair(product, rest);
        power = L.Select(L.Or(L.Equal(a, L.One), L.Equal(y, L.Zero)), L.One, power);

        var integral = L.Equal(y, L.Truncate(y));
        var half = y * L.Of(0.5);
        var odd = L.And(integral, L.And(L.Not(L.Equal(half, L.Truncate(half))), L.Less(L.Abs(y), infinity)));
        var negative = L.Less(L.CopySign(L.One, x), L.Zero);
        power = L.Select(L.And(negative, odd), -power, power);

        var undefined = L.And(L.And(L.Less(x, L.Zero), L.Less(a, infinity)), L.Not(integral));
        power = L.Select(undefined, L.Of(double.NaN), power);
        var unknown = L.Or(L.IsNaN(x), L.IsNaN(y));
        var certain = L.Or(L.Equal(x, L.One), L.Equal(y, L.Zero));
        return L.Select(certain, L.One, L.Select(unknown, x + y, power));
    }

    /// <summary>ln a in two parts, to about 2⁻³¹ (float) or 2⁻⁶⁰ (double) relative; a ≥ 0, −∞ at 0.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static L LogPair<L>(L a, out L low) where L : struct, ILane<L>
    {
        var f = Split(a, out var k) - L.One;

        // s = f/(2 + f) with the quotient's and the sum's rounding kept.
        var d = L.Of(2) + f;
        var s = f / d;
        var lost = f - (d - L.Of(2));
        var sLow = (L.MulAdd(-s, d, f) - s * lost) / d;
        var z = s * s;
        var tail = s * z * (L.IsDouble ? LogTailDouble(z) : LogTailSingle(z));

        // k·ln 2 exactly as head + error, then the sum of the heads as Dekker's Fast2Sum: |k·ln 2| exceeds |2s| or is 0.
        var ln2 = L.Of(L.IsDouble ? Ln2Double : Ln2Single);
        var head = k * ln2;
        var error = L.MulAdd(k, ln2, -head);
        var two = s + s;
        var sum = head + two;
        var sumLow = L.Select(L.Equal(k, L.Zero), L.Zero, two - (sum - head));
        var rest = sumLow + (error + L.MulAdd(k, L.Of(L.IsDouble ? Ln2LowDouble : Ln2LowSingle), L.MulAdd(L.Of(2), sLow, tail)));
        var high = sum + rest;
        low = rest - (high - sum);

        var infinity = L.Of(double.PositiveInfinity);
        var ordinary = L.And(L.Less(L.Zero, a), L.Less(a, infinity));
        low = L.Select(ordinary, low, L.Zero);
        return L.Select(ordinary, high, L.Select(L.Equal(a, L.Zero), -infinity, infinity));
    }

    /// <summary>e^(high + low) for small low.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L ExpPair<L>(L high, L low) where L : struct, ILane<L>
    {
        high = L.Greater(L.Of(L.IsDouble ? -746 : -104), L.Lesser(L.Of(L.IsDouble ? 710 : 89), high));
        var r = Reduce(high, out var n) + low;
        return ScaleB(Expm1Reduced(r) + L.One, n);
    }
}
