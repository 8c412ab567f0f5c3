using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nabla.Ops;

public static partial class Maths
{
    /// <summary>a − q·b with q the quotient cut towards zero, exactly: the sign is that of a. Integers, where the mask is false: q cut downwards,
    /// the sign is that of b. The integer zero as a divisor leaves 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Remainder<L>(L a, L b, L signOfDividend) where L : struct, ILane<L>
    {
        if (!L.IsInteger) return EachRemainder(a, b);
        // −1 as a divisor would overflow on the least integer; it leaves what 1 leaves.
        var divisor = L.Select(L.Or(L.Equal(b, L.Zero), L.And(L.Equal(b, -L.One), L.Less(b, L.Zero))), L.One, b);
        var rest = a - a / divisor * divisor;
        var opposite = L.And(L.Not(L.Equal(rest, L.Zero)), L.Xor(L.Less(rest, L.Zero), L.Less(divisor, L.Zero)));
        return L.Select(L.And(opposite, L.Not(signOfDividend)), rest + divisor, rest);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe L EachRemainder<L>(L a, L b) where L : struct, ILane<L>
    {
        Vector512<double> x = default, y = default;
        a.Store(&x, 0);
        b.Store(&y, 0);
        for (int i = 0; i < L.Width; i++)
        {
            if (L.IsDouble) ((double*)&x)[i] %= ((double*)&y)[i];
            else ((float*)&x)[i] %= ((float*)&y)[i];
        }
        return L.Load(&x, 0);
    }
}
