using System.Runtime.CompilerServices;

namespace Nabla.Ops;

public static partial class Maths
{
    /// <summary>atan x: an odd polynomial of t up to tan ⅛π, with t = x, (x − 1)/(x + 1) from ¼π, or −1/x from ½π.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Atan<L>(L x) where L : struct, ILane<L>
    {
        var a = L.Abs(x);
        var middle = L.Less(L.Of(0.41421356237309503), a);
        var far = L.Less(L.Of(2.414213562373095), a);
        var t = L.Select(far, -L.One, L.Select(middle, a - L.One, a)) / L.Select(far, a, L.Select(middle, a + L.One, L.One));
        var z = t * t;
        var y = L.MulAdd(t * z, L.IsDouble ? AtanTailDouble(z) : AtanTailSingle(z), t);
        var low = L.Of(L.IsDouble ? HalfPiLowDouble : HalfPiLowSingle);
        var quarter = L.Of(Math.PI / 4) + L.MulAdd(L.Of(0.5), low, y);
        return L.CopySign(L.Select(far, L.Of(Math.PI / 2) + (y + low), L.Select(middle, quarter, y)), x);
    }

    // (atan(x)/x − 1)/x² as a function of z = x², Chebyshev fits on |x| ≤ tan ⅛π: errors 5.4e-10 and 3.2e-17.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L AtanTailSingle<L>(L z) where L : struct, ILane<L>
    {
        var p = L.Of(0.05047937432);
        p = L.MulAdd(p, z, L.Of(-0.08624598215));
        p = L.MulAdd(p, z, L.Of(0.1107135457));
        p = L.MulAdd(p, z, L.Of(-0.1428415063));
        p = L.MulAdd(p, z, L.Of(0.1999997725));
        return L.MulAdd(p, z, L.Of(-0.3333333328));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L AtanTailDouble<L>(L z) where L : struct, ILane<L>
    {
        var p = L.Of(-0.0191754047111049337);
        p = L.MulAdd(p, z, L.Of(0.0392304477847930952));
        p = L.MulAdd(p, z, L.Of(-0.0508540783458948426));
        p = L.MulAdd(p, z, L.Of(0.0585814090486632828));
        p = L.MulAdd(p, z, L.Of(-0.066645105255089366));
        p = L.MulAdd(p, z, L.Of(0.0769218312537689209));
        p = L.MulAdd(p, z, L.Of(-0.0909090457530648908));
        p = L.MulAdd(p, z, L.Of(0.111111110151870187));
        p = L.MulAdd(p, z, L.Of(-0.142857142846656808));
        p = L.MulAdd(p, z, L.Of(0.199999999999955165));
        return L.MulAdd(p, z, L.Of(-0.333333333333333302));
    }
}
