using System.Runtime.CompilerServices;

namespace Nabla.Ops;

public static partial class Maths
{
    /// <summary>tan x = sin x / cos x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Tan<L>(L x) where L : struct, ILane<L> => Sin(x) / Cos(x);
}
