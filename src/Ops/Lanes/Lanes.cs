using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Ops;

/// <summary>Which lane width the kernels run at, and the one place that turns it into a type.</summary>
public static class Lanes
{
    /// <summary>The widest register the processor has: 128, 256 or 512 bits.</summary>
    // On Intel's first processors with AVX-512 the runtime says that 512 bits are not accelerated, for they lower the clock; what it compiles them to is the same as elsewhere.
    // What was compiled ahead is another matter: that the processor has them does not say that the code was made for them.
    public static int Widest { get; } = Vector512.IsHardwareAccelerated || RuntimeFeature.IsDynamicCodeCompiled && Avx512F.IsSupported && Avx512DQ.IsSupported && Avx512BW.IsSupported ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>
    /// Bits of a register the kernels use: <see cref="Widest"/>, or less by the environment variable <c>NABLA_LANES</c> (128, 256 or 512).
    /// Tests may set any of the three: what the processor lacks runs in software, slowly, with the same bits.
    /// </summary>
    public static int Width
    {
        get;
        set => field = value is 128 or 256 or 512
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A lane is 128, 256 or 512 bits wide.");
    } = int.TryParse(Environment.GetEnvironmentVariable("NABLA_LANES"), out int wanted) && wanted is 128 or 256 or 512
        ? Math.Min(wanted, Widest)
        : Widest;

    /// <summary>Runs <paramref name="work"/> with the lane of <typeparamref name="T"/> at the current <see cref="Width"/>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="W">The work: a struct, so that each width is compiled to its own code and the call costs one branch.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Dispatch<T, W>(ref W work)
        where T : unmanaged, INumber<T>
        where W : struct, ILaneWork, allows ref struct
    {
        int width = Width;
        if (width == 256) work.Run<Lane256<T>>();
        else if (width == 512) work.Run<Lane512<T>>();
        else work.Run<Lane128<T>>();
    }
}

/// <summary>Work written once over a lane; see <see cref="Lanes.Dispatch{T, W}"/>.</summary>
public interface ILaneWork
{
    /// <summary>Does the work with lane <typeparamref name="L"/>.</summary>
    void Run<L>() where L : struct, ILane<L>;
}
