using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>A compiled stage: computes <paramref name="count"/> elements to <paramref name="y"/> from operands that begin at <paramref name="arguments"/>.
/// Operands may be read up to a lane beyond the end, which all memory of Nabla allows; nothing is written there.</summary>
public unsafe delegate void StageCode(void** arguments, void* y, nint count);

/// <summary>How the lanes of a stage are written.</summary>
public interface IStore
{
    /// <summary>Writes a whole lane.</summary>
    static abstract unsafe void All<L>(L value, void* y, nint i) where L : struct, ILane<L>;

    /// <summary>Writes the first <paramref name="count"/> elements.</summary>
    static abstract unsafe void Part<L>(L value, void* y, nint i, int count) where L : struct, ILane<L>;
}

/// <summary>Writes elements; a mask as full-width elements.</summary>
public readonly unsafe struct StoreElements : IStore
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void All<L>(L value, void* y, nint i) where L : struct, ILane<L> => value.Store(y, i);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Part<L>(L value, void* y, nint i, int count) where L : struct, ILane<L> => value.StorePartial(y, i, count);
}

/// <summary>Writes a mask as bytes 0 and 1.</summary>
public readonly unsafe struct StoreBools : IStore
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void All<L>(L value, void* y, nint i) where L : struct, ILane<L> => value.StoreMask((byte*)y, i);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Part<L>(L value, void* y, nint i, int count) where L : struct, ILane<L> => value.StoreMaskPartial((byte*)y, i, count);
}

/// <summary>Makes the code of stages from closed expression types.</summary>
static unsafe class StageCompiler
{
    /// <summary>The loop over an expression at the present lane width.</summary>
    public static StageCode Of<T, E, S>() where T : unmanaged, INumber<T> where E : IExpression where S : IStore => Lanes.Width switch
    {
        256 => Loop<Lane256<T>, E, S>,
        512 => Loop<Lane512<T>, E, S>,
        _ => Loop<Lane128<T>, E, S>,
    };

    /// <summary>The loop over an expression that is known only now.</summary>
    [RequiresDynamicCode("Closes generic types at run time.")]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "Loop is kept by the overload above, and asks nothing of its type arguments but their interfaces.")]
    public static StageCode Of<T>(Type expression, Type store) where T : unmanaged, INumber<T>
    {
        var lane = Lanes.Width switch { 256 => typeof(Lane256<T>), 512 => typeof(Lane512<T>), _ => typeof(Lane128<T>) };
        return LoopMethod.MakeGenericMethod(lane, expression, store).CreateDelegate<StageCode>();
    }

    static readonly System.Reflection.MethodInfo LoopMethod =
        typeof(StageCompiler).GetMethod(nameof(Loop), System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!;

    // Tiers would run the first thousands of elements through uninlined lanes; this method is worth the JIT's best at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Loop<L, E, S>(void** arguments, void* y, nint count) where L : struct, ILane<L> where E : IExpression where S : IStore
    {
        var a = new Arguments(arguments);
        for (nint i = 0; i < count; i += L.Width)
        {
            var value = E.At<L>(a, i);
            if (i + L.Width <= count) S.All(value, y, i);
            else S.Part(value, y, i, (int)(count - i));
        }
    }
}
