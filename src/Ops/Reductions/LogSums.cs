using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>ln Σx. Floating point only.</summary>
public readonly struct LogSumReduction : IReduction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Neutral<L>() where L : struct, ILane<L> => L.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Map<L>(L x) where L : struct, ILane<L> => x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Combine<L>(L a, L b) where L : struct, ILane<L> => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Finish<L>(L total, L count) where L : struct, ILane<L> => Maths.Log(total);
}

/// <summary>ln Σeˣ without a shift: right for x of moderate size; softmax subtracts the maximum first. Floating point only.</summary>
public readonly struct LogSumExpReduction : IReduction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Neutral<L>() where L : struct, ILane<L> => L.Of(double.NegativeInfinity);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Map<L>(L x) where L : struct, ILane<L> => Maths.Exp(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Combine<L>(L a, L b) where L : struct, ILane<L> => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Finish<L>(L total, L count) where L : struct, ILane<L> => Maths.Log(total);
}
