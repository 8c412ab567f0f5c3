using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>The greatest x; NaN if there is one; −∞ (the least integer) of nothing.</summary>
public readonly struct MaxReduction : IReduction
{
    /// <inheritdoc/>
    public static bool KeepsOne => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Neutral<L>() where L : struct, ILane<L> => L.Of(double.NegativeInfinity);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Map<L>(L x) where L : struct, ILane<L> => x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Combine<L>(L a, L b) where L : struct, ILane<L> => L.Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Finish<L>(L total, L count) where L : struct, ILane<L> => total;
}

/// <summary>The least x; NaN if there is one; ∞ (the greatest integer) of nothing.</summary>
public readonly struct MinReduction : IReduction
{
    /// <inheritdoc/>
    public static bool KeepsOne => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Neutral<L>() where L : struct, ILane<L> => L.Of(double.PositiveInfinity);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Map<L>(L x) where L : struct, ILane<L> => x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Combine<L>(L a, L b) where L : struct, ILane<L> => L.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Finish<L>(L total, L count) where L : struct, ILane<L> => total;
}

/// <summary>Πx.</summary>
public readonly struct ProductReduction : IReduction
{
    /// <inheritdoc/>
    public static bool KeepsOne => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Neutral<L>() where L : struct, ILane<L> => L.One;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Map<L>(L x) where L : struct, ILane<L> => x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Combine<L>(L a, L b) where L : struct, ILane<L> => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Finish<L>(L total, L count) where L : struct, ILane<L> => total;
}
