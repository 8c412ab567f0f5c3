using System.Runtime.CompilerServices;

namespace Nabla.Ops;

public static partial class Maths
{
    /// <summary>
    /// The error function: an odd polynomial below 1, else 1 − e^(−x²)·erfcx(x), with the scaled complement a polynomial in
    /// t = (x − k)/(x + k), in which it is nearly straight (Schonfelder 1978, Math. Comp. 32).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe L Erf<L>(L x) where L : struct, ILane<L> => Call(&ErfAt<L>, x);

    [MethodImpl(Whole)]
    private static unsafe void ErfAt<L>(void* at) where L : struct, ILane<L>
    {
        var x = L.Load(at, 0);
        var a = L.Abs(x);
        var z = a * a;
        var near = L.MulAdd(a, L.IsDouble ? ErfTailDouble(z) : ErfTailSingle(z), a);

        var b = L.Lesser(L.Of(L.IsDouble ? 6 : 4), a);
        var k = L.Of(L.IsDouble ? 3 : 2.5);
        var t = (b - k) / (b + k);
        var far = L.One - Exp(-(b * b)) * (L.IsDouble ? ErfcxDouble(t) : ErfcxSingle(t));
        L.CopySign(L.Select(L.Less(a, L.One), near, far), x).Store(at, 0);
    }

    // erf(x)/x − 1 as a function of z = x², Chebyshev fits on |x| ≤ 1: errors 1.3e-9 and 7.4e-18.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L ErfTailSingle<L>(L z) where L : struct, ILane<L>
    {
        var p = L.Of(7.875875063e-5);
        p = L.MulAdd(p, z, L.Of(-0.0008016864287));
        p = L.MulAdd(p, z, L.Of(0.005189087423));
        p = L.MulAdd(p, z, L.Of(-0.02685421201));
        p = L.MulAdd(p, z, L.Of(0.1128359472));
        p = L.MulAdd(p, z, L.Of(-0.3761262667));
        return L.MulAdd(p, z, L.Of(0.1283791658));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L ErfTailDouble<L>(L z) where L : struct, ILane<L>
    {
        var p = L.Of(-7.79589882700214224e-10);
        p = L.MulAdd(p, z, L.Of(1.37200645467776856e-8));
        p = L.MulAdd(p, z, L.Of(-1.62084838018717059e-7));
        p = L.MulAdd(p, z, L.Of(1.64474247033173624e-6));
        p = L.MulAdd(p, z, L.Of(-0.0000149247369074196603));
        p = L.MulAdd(p, z, L.Of(0.000120552949048397079));
        p = L.MulAdd(p, z, L.Of(-0.000854832597538969208));
        p = L.MulAdd(p, z, L.Of(0.00522397760711642273));
        p = L.MulAdd(p, z, L.Of(-0.0268661706432377704));
        p = L.MulAdd(p, z, L.Of(0.112837916709450063));
        p = L.MulAdd(p, z, L.Of(-0.376126389031835404));
        return L.MulAdd(p, z, L.Of(0.128379167095512567));
    }

    // erfcx on [1, 4] (k = 2.5, error 4.9e-9) and [1, 6] (k = 3, error 1.1e-17), Chebyshev fits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L ErfcxSingle<L>(L t) where L : struct, ILane<L>
    {
        var p = L.Of(-0.003115849809);
        p = L.MulAdd(p, t, L.Of(-0.003986350314));
        p = L.MulAdd(p, t, L.Of(0.03996438661));
        p = L.MulAdd(p, t, L.Of(-0.1250301813));
        p = L.MulAdd(p, t, L.Of(0.2517122165));
        p = L.MulAdd(p, t, L.Of(-0.3717367847));
        return L.MulAdd(p, t, L.Of(0.2108063678));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L ErfcxDouble<L>(L t) where L : struct, ILane<L>
    {
        var p = L.Of(1.28019008629626619e-6);
        p = L.MulAdd(p, t, L.Of(2.02360317964175664e-6));
        p = L.MulAdd(p, t, L.Of(-8.00802131941268433e-6));
        p = L.MulAdd(p, t, L.Of(-0.0000128488945125235288));
        p = L.MulAdd(p, t, L.Of(0.0000640618207353054674));
        p = L.MulAdd(p, t, L.Of(0.0000452547263548335414));
        p = L.MulAdd(p, t, L.Of(-0.000597062351709328428));
        p = L.MulAdd(p, t, L.Of(0.000707746444390153731));
        p = L.MulAdd(p, t, L.Of(0.00426913634750825636));
        p = L.MulAdd(p, t, L.Of(-0.0243924993182731931));
        p = L.MulAdd(p, t, L.Of(0.0716658371977487434));
        p = L.MulAdd(p, t, L.Of(-0.150115936500787439));
        p = L.MulAdd(p, t, L.Of(0.245603801712331945));
        p = L.MulAdd(p, t, L.Of(-0.326233560043037175));
        return L.MulAdd(p, t, L.Of(0.17900115118138995));
    }
}
