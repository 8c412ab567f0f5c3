using System.Runtime.CompilerServices;

namespace Nabla.Ops;

public static partial class Maths
{
    /// <summary>asinh x = ln(1 + |x| + x²/(1 + √(1 + x²))), signed; from where 1 no longer counts beside x², ln 2|x|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Asinh<L>(L x) where L : struct, ILane<L>
    {
        var a = L.Abs(x);
        var far = L.Less(L.Of(L.IsDouble ? 1e9 : 1e4), a);
        var b = L.Select(far, L.One, a);
        var near = b + b * b / (L.One + L.Sqrt(L.MulAdd(b, b, L.One)));
        return L.CopySign(LogPlus(L.Select(far, a - L.One, near), far), x);
    }

    /// <summary>acosh x = ln(1 + t + √(2t + t²)) with t = x − 1; from where 1 no longer counts beside x², ln 2x; NaN below 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Acosh<L>(L x) where L : struct, ILane<L>
    {
        var far = L.Less(L.Of(L.IsDouble ? 1e9 : 1e4), x);
        var t = L.Select(far, L.One, x - L.One);
        var near = t + L.Sqrt(t * (t + L.Of(2)));
        return L.Select(L.Less(x, L.One), L.Of(double.NaN), LogPlus(L.Select(far, x - L.One, near), far));
    }

    /// <summary>atanh x = ½ ln(1 + 2|x|/(1 − |x|)), signed; NaN beyond 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Atanh<L>(L x) where L : struct, ILane<L>
    {
        var a = L.Abs(x);
        return L.CopySign(L.Of(0.5) * Log1p((a + a) / (L.One - a)), x);
    }

    /// <summary>ln(1 + x), or where far out ln 2(1 + x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L LogPlus<L>(L x, L far) where L : struct, ILane<L> => Log1p(x) + L.And(far, L.Of(0.6931471805599453));
}
