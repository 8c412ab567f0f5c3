using System.Runtime.CompilerServices;

namespace Nabla.Ops;

public static partial class Maths
{
    /// <summary>
    /// xʸ = e^(y·ln|x|), the logarithm and the product carried in two parts; the special cases are those of IEEE 754 pow. Floating point only.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe L Pow<L>(L x, L y) where L : struct, ILane<L>
    {
        Unsafe.SkipInit(out Seat seat);
        Unsafe.SkipInit(out Seat other);
        void* at = Line(&seat), exponent = Line(&other);
        x.Store(at, 0);
        y.Store(exponent, 0);
        PowAt<L>(at, exponent);
        return L.Load(at, 0);
    }

    [MethodImpl(Whole)]
    private static unsafe void PowAt<L>(void* at, void* exponent) where L : struct, ILane<L>
    {
        L x = L.Load(at, 0), y = L.Load(exponent, 0);
        var infinity = L.Of(double.PositiveInfinity);
        var a = L.Abs(x);
        Unsafe.SkipInit(out Seat seat);
        void* lowAt = Line(&seat);
        a.Store(at, 0);
        LogPairAt<L>(at, lowAt);
        L high = L.Load(at, 0), low = L.Load(lowAt, 0);
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
        L.Select(certain, L.One, L.Select(unknown, x + y, power)).Store(at, 0);
    }

    /// <summary>ln a in two parts, the first in its place, to about 2⁻³¹ (float) or 2⁻⁶⁰ (double) relative; a ≥ 0, −∞ at 0.</summary>
    [MethodImpl(Whole)]
    private static unsafe void LogPairAt<L>(void* at, void* lowAt) where L : struct, ILane<L>
    {
        var a = L.Load(at, 0);
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
        var low = rest - (high - sum);

        var infinity = L.Of(double.PositiveInfinity);
        var ordinary = L.And(L.Less(L.Zero, a), L.Less(a, infinity));
        L.Select(ordinary, low, L.Zero).Store(lowAt, 0);
        L.Select(ordinary, high, L.Select(L.Equal(a, L.Zero), -infinity, infinity)).Store(at, 0);
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
