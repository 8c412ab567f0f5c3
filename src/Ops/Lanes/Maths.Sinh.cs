using System.Runtime.CompilerServices;

namespace Nabla.Ops;

public static partial class Maths
{
    /// <summary>sinh x: an odd polynomial below 1, else ½eˣ − ½e⁻ˣ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Sinh<L>(L x) where L : struct, ILane<L>
    {
        var a = L.Abs(x);
        var z = a * a;
        var near = L.MulAdd(a * z, L.IsDouble ? SinhTailDouble(z) : SinhTailSingle(z), a);
        var half = HalfExp(a);
        return L.CopySign(L.Select(L.Less(a, L.One), near, half - L.Of(0.25) / half), x);
    }

    /// <summary>cosh x = ½eˣ + ½e⁻ˣ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Cosh<L>(L x) where L : struct, ILane<L>
    {
        var half = HalfExp(L.Abs(x));
        return half + L.Of(0.25) / half;
    }

    /// <summary>½eˣ for x ≥ 0, also where eˣ itself overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L HalfExp<L>(L x) where L : struct, ILane<L>
    {
        x = L.Lesser(L.Of(L.IsDouble ? 712 : 91), x);
        var r = Reduce(x, out var n);
        return ScaleB(Expm1Reduced(r) + L.One, n - L.One);
    }

    // (sinh(x)/x − 1)/x² as a function of z = x², Chebyshev fits on |x| ≤ 1: errors 2.0e-10 and 2.5e-22.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L SinhTailSingle<L>(L z) where L : struct, ILane<L>
    {
        var p = L.Of(2.806280258e-6);
        p = L.MulAdd(p, z, L.Of(0.0001983810197));
        p = L.MulAdd(p, z, L.Of(0.008333339676));
        return L.MulAdd(p, z, L.Of(0.1666666665));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L SinhTailDouble<L>(L z) where L : struct, ILane<L>
    {
        var p = L.Of(2.84452641698952856e-15);
        p = L.MulAdd(p, z, L.Of(7.64662536165665766e-13));
        p = L.MulAdd(p, z, L.Of(1.60590483963505616e-10));
        p = L.MulAdd(p, z, L.Of(2.50521083640580408e-8));
        p = L.MulAdd(p, z, L.Of(2.75573192240403386e-6));
        p = L.MulAdd(p, z, L.Of(0.000198412698412697732));
        p = L.MulAdd(p, z, L.Of(0.00833333333333333337));
        return L.MulAdd(p, z, L.Of(0.166666666666666667));
    }
}
