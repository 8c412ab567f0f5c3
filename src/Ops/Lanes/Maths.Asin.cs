using System.Runtime.CompilerServices;

namespace Nabla.Ops;

public static partial class Maths
{
    /// <summary>asin x: an odd polynomial up to ½, else ½π − 2·asin √(½(1 − |x|)); NaN beyond 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Asin<L>(L x) where L : struct, ILane<L>
    {
        var a = L.Abs(x);
        var far = L.Less(L.Of(0.5), a);
        var s = AsinReduced(a, far);
        return L.CopySign(L.Select(far, L.Of(Math.PI / 2) - (s + s - L.Of(L.IsDouble ? HalfPiLowDouble : HalfPiLowSingle)), s), x);
    }

    /// <summary>acos x = ½π − asin x, where |x| is above ½ by 2·asin √(½(1 − |x|)), from π if x is negative; NaN beyond 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Acos<L>(L x) where L : struct, ILane<L>
    {
        var a = L.Abs(x);
        var far = L.Less(L.Of(0.5), a);
        var s = AsinReduced(a, far);
        var low = L.Of(L.IsDouble ? HalfPiLowDouble : HalfPiLowSingle);
        var near = L.Of(Math.PI / 2) - (L.CopySign(s, x) - low);
        var twice = s + s;
        var below = L.Of(Math.PI) - (twice - (low + low));
        return L.Select(far, L.Select(L.Less(x, L.Zero), below, twice), near);
    }

    /// <summary>asin a, or where a is above ½ asin √(½(1 − a)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L AsinReduced<L>(L a, L far) where L : struct, ILane<L>
    {
        var z = L.Select(far, (L.One - a) * L.Of(0.5), a * a);
        var s = L.Select(far, L.Sqrt(z), a);
        return L.MulAdd(s * z, L.IsDouble ? AsinTailDouble(z) : AsinTailSingle(z), s);
    }

    // What rounding ½π to the type left.
    private const double HalfPiLowSingle = -4.371139000186241e-08, HalfPiLowDouble = 6.123233995736766e-17;

    // (asin(x)/x − 1)/x² as a function of z = x², Chebyshev fits on |x| ≤ ½: errors 4.2e-9 and 1.5e-17.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L AsinTailSingle<L>(L z) where L : struct, ILane<L>
    {
        var p = L.Of(0.0336908472);
        p = L.MulAdd(p, z, L.Of(0.01714923836));
        p = L.MulAdd(p, z, L.Of(0.03110066274));
        p = L.MulAdd(p, z, L.Of(0.04459940153));
        p = L.MulAdd(p, z, L.Of(0.07500094543));
        return L.MulAdd(p, z, L.Of(0.1666666634));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L AsinTailDouble<L>(L z) where L : struct, ILane<L>
    {
        var p = L.Of(0.0287578513674215647);
        p = L.MulAdd(p, z, L.Of(-0.0148518870712472032));
        p = L.MulAdd(p, z, L.Of(0.0174008794426940224));
        p = L.MulAdd(p, z, L.Of(0.0054575067186403583));
        p = L.MulAdd(p, z, L.Of(0.0103228143501857793));
        p = L.MulAdd(p, z, L.Of(0.0114791774151849059));
        p = L.MulAdd(p, z, L.Of(0.0139712129735529333));
        p = L.MulAdd(p, z, L.Of(0.0173523927208699729));
        p = L.MulAdd(p, z, L.Of(0.0223721729421498879));
        p = L.MulAdd(p, z, L.Of(0.0303819441385312473));
        p = L.MulAdd(p, z, L.Of(0.0446428571463554298));
        p = L.MulAdd(p, z, L.Of(0.0749999999999843293));
        return L.MulAdd(p, z, L.Of(0.166666666666666678));
    }
}
