using System.Runtime.CompilerServices;

namespace Nabla.Ops;

public static partial class Maths
{
    /// <summary>1/(1 + e⁻ˣ), as eˣ/(1 + eˣ) below 0, so that neither side overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Sigmoid<L>(L x) where L : struct, ILane<L>
    {
        var e = Exp(-L.Abs(x));
        return L.Select(L.Less(x, L.Zero), e, L.One) / (L.One + e);
    }
}
