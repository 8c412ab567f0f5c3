using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nabla.Ops;

/// <summary>Addresses that move on from row to row.</summary>
static unsafe class Places
{
    /// <summary>So many are moved on at a time.</summary>
    public const int Together = 4;

    /// <summary>Moves addresses on by a step each; their number is a multiple of <see cref="Together"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance(nint* places, nint* steps, int count)
    {
        // What is not accelerated is a call an operation.
        if (Vector256.IsHardwareAccelerated)
            for (int k = 0; k < count; k += Vector256<nint>.Count) (Vector256.Load(places + k) + Vector256.Load(steps + k)).Store(places + k);
        else
            for (int k = 0; k < count; k += Vector128<nint>.Count) (Vector128.Load(places + k) + Vector128.Load(steps + k)).Store(places + k);
    }
}
