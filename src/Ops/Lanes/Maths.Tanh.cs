using System.Runtime.CompilerServices;

namespace Nabla.Ops;

public static partial class Maths
{
    /// <summary>tanh x: an odd polynomial below 0.625, else 1 − 2/(e²ˣ + 1), where the error of the quotient no longer counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe L Tanh<L>(L x) where L : struct, ILane<L> => Call(&TanhAt<L>, x);

    [MethodImpl(Whole)]
    private static unsafe void TanhAt<L>(void* at) where L : struct, ILane<L>
    {
        var x = L.Load(at, 0);
        var a = L.Abs(x);
        var z = a * a;
        var near = L.MulAdd(a * z, L.IsDouble ? TanhTailDouble(z) : TanhTailSingle(z), a);
        var far = L.One - L.Of(2) / (Exp(a + a) + L.One);
        L.CopySign(L.Select(L.Less(a, L.Of(0.625)), near, far), x).Store(at, 0);
    }

    // (tanh(x)/x − 1)/x² as a function of z = x², Chebyshev fits on |x| ≤ 0.625: errors 1.6e-9 and 1.1e-16.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L TanhTailSingle<L>(L z) where L : struct, ILane<L>
    {
        var p = L.Of(0.002292744816);
        p = L.MulAdd(p, z, L.Of(-0.008343945516));
        p = L.MulAdd(p, z, L.Of(0.02176891865));
        p = L.MulAdd(p, z, L.Of(-0.05395925958));
        p = L.MulAdd(p, z, L.Of(0.1333330356));
        return L.MulAdd(p, z, L.Of(-0.3333333317));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L TanhTailDouble<L>(L z) where L : struct, ILane<L>
    {
        var p = L.Of(-0.0000172448744948443302);
        p = L.MulAdd(p, z, L.Of(0.00007959955735264808));
        p = L.MulAdd(p, z, L.Of(-0.000230776162695198579));
        p = L.MulAdd(p, z, L.Of(0.00058743728600943819));
        p = L.MulAdd(p, z, L.Of(-0.00145530929753464202));
        p = L.MulAdd(p, z, L.Of(0.00359205897747345532));
        p = L.MulAdd(p, z, L.Of(-0.00886322983092570875));
        p = L.MulAdd(p, z, L.Of(0.0218694882605591146));
        p = L.MulAdd(p, z, L.Of(-0.0539682539613955708));
        p = L.MulAdd(p, z, L.Of(0.133333333333266577));
        return L.MulAdd(p, z, L.Of(-0.333333333333333226));
    }
}
