using System.Runtime.CompilerServices;

namespace Nabla.Ops;

public static partial class Maths
{
    /// <summary>eˣ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Exp<L>(L x) where L : struct, ILane<L>
    {
        // Beyond these the result is 0 or infinity anyway; the order of operands lets NaN through.
        x = L.Greater(L.Of(L.IsDouble ? -746 : -104), L.Lesser(L.Of(L.IsDouble ? 710 : 89), x));
        var r = Reduce(x, out var n);
        return ScaleB(Expm1Reduced(r) + L.One, n);
    }

    /// <summary>x = n·ln 2 + r with |r| ≤ ½ ln 2, the product held in two parts (fused, the first subtraction is exact).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Reduce<L>(L x, out L n) where L : struct, ILane<L>
    {
        n = L.Round(x * L.Of(1.4426950408889634));
        return L.MulAdd(n, L.Of(L.IsDouble ? -Ln2LowDouble : -Ln2LowSingle), L.MulAdd(n, L.Of(L.IsDouble ? -Ln2Double : -Ln2Single), x));
    }

    /// <summary>eʳ − 1 = r + r²·q(r) for |r| ≤ ½ ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Expm1Reduced<L>(L r) where L : struct, ILane<L> =>
        L.MulAdd(r * r, L.IsDouble ? Expm1TailDouble(r) : Expm1TailSingle(r), r);

    // ln 2 as the nearest number of the type and what that leaves.
    private const double Ln2Single = 0.6931471824645996, Ln2LowSingle = -1.9046542121259336e-09;
    private const double Ln2Double = 0.6931471805599453, Ln2LowDouble = 2.3190468138462996e-17;

    // q(r) = (eʳ − 1 − r)/r², Chebyshev fits on |r| ≤ ½ ln 2: errors 1.4e-9 and 1.1e-16.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Expm1TailSingle<L>(L r) where L : struct, ILane<L>
    {
        var p = L.Of(0.0001989108046);
        p = L.MulAdd(p, r, L.Of(0.001393373072));
        p = L.MulAdd(p, r, L.Of(0.008333310845));
        p = L.MulAdd(p, r, L.Of(0.0416664642));
        p = L.MulAdd(p, r, L.Of(0.1666666668));
        return L.MulAdd(p, r, L.Of(0.5000000014));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Expm1TailDouble<L>(L r) where L : struct, ILane<L>
    {
        var p = L.Of(2.5100472505694996e-8);
        p = L.MulAdd(p, r, L.Of(2.76202015910315488e-7));
        p = L.MulAdd(p, r, L.Of(2.75572682769056962e-6));
        p = L.MulAdd(p, r, L.Of(0.0000248015210578682052));
        p = L.MulAdd(p, r, L.Of(0.00019841269863171556));
        p = L.MulAdd(p, r, L.Of(0.00138888889173670806));
        p = L.MulAdd(p, r, L.Of(0.0083333333333300382));
        p = L.MulAdd(p, r, L.Of(0.0416666666666238205));
        p = L.MulAdd(p, r, L.Of(0.166666666666666675));
        return L.MulAdd(p, r, L.Of(0.500000000000000103));
    }
}
