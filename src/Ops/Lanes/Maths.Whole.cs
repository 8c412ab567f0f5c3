using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Ops;

public static partial class Maths
{
    /// <summary>A method of its own, called once a lane.</summary>
    /// <remarks>
    /// The JIT stops inlining when a method has 512 locals or has grown to ten times its length, and each operation on a lane that comes after is then a call. Long functions
    /// inlined into one loop reach that (Softplus took 14 ns an element), while a call a lane costs a tenth of a nanosecond an element.
    /// </remarks>
    private const MethodImplOptions Whole = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Calls a function that replaces the lane at an address.</summary>
    /// <remarks>By value a lane would be copied in halves, and across a cache line: reading a register from two stores waits for both (35 ns a call).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe L Call<L>(delegate*<void*, void> function, L x) where L : struct, ILane<L>
    {
        Unsafe.SkipInit(out Seat seat);
        void* at = Line(&seat);
        x.Store(at, 0);
        function(at);
        return L.Load(at, 0);
    }

    /// <summary>The first cache line that begins in a seat.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void* Line(Seat* seat) => (void*)(((nint)seat + 63) & -64);

    /// <summary>Room for a whole cache line, however the stack lies.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Seat;
}
