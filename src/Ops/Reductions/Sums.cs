using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>Σx.</summary>
public readonly struct SumReduction : IReduction
{
    /// <inheritdoc/>
    public static bool KeepsOne => true;

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
    public static L Finish<L>(L total, L count) where L : struct, ILane<L> => total;
}

/// <summary>Σx / n.</summary>
public readonly struct MeanReduction : IReduction
{
    /// <inheritdoc/>
    public static bool KeepsOne => true;

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
    public static L Finish<L>(L total, L count) where L : struct, ILane<L> => L.IsInteger ? total / L.Max(count, L.One) : total / count;
}

/// <summary>Σx².</summary>
public readonly struct SumSquareReduction : IReduction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Neutral<L>() where L : struct, ILane<L> => L.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Map<L>(L x) where L : struct, ILane<L> => x * x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Combine<L>(L a, L b) where L : struct, ILane<L> => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Finish<L>(L total, L count) where L : struct, ILane<L> => total;
}

/// <summary>Σ|x|.</summary>
public readonly struct SumAbsReduction : IReduction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Neutral<L>() where L : struct, ILane<L> => L.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Map<L>(L x) where L : struct, ILane<L> => L.Abs(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Combine<L>(L a, L b) where L : struct, ILane<L> => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Finish<L>(L total, L count) where L : struct, ILane<L> => total;
}

/// <summary>√Σx².</summary>
public readonly struct NormReduction : IReduction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Neutral<L>() where L : struct, ILane<L> => L.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Map<L>(L x) where L : struct, ILane<L> => x * x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Combine<L>(L a, L b) where L : struct, ILane<L> => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Finish<L>(L total, L count) where L : struct, ILane<L> => L.Sqrt(total);
}
