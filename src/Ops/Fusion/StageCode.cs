using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>Compiled stages: compute a block of elements from operands, one stage after the other at each lane.
/// Operands may be read up to a lane beyond the end, which all memory of Nabla allows; nothing is written there.</summary>
/// <param name="places">Where the constants are, four targets begin, then the operands; they move on with the rows, but not after the last.</param>
/// <param name="steps">Bytes from a row of each to the next.</param>
/// <param name="count">How many places there are, a multiple of four.</param>
/// <param name="columns">Elements of a row.</param>
/// <param name="rows">Rows, at least 1.</param>
public unsafe delegate void StageCode(void** places, nint* steps, int count, nint columns, nint rows);

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
    /// <summary>The most stages that run together.</summary>
    public const int MostTogether = 4;

    /// <summary>The places before the operands: the constants and the targets.</summary>
    public const int FirstOperand = 1 + MostTogether;

    static readonly MethodInfo LoopMethod = typeof(StageCompiler).GetMethod(nameof(Loop), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>The loop over an expression at the present lane width.</summary>
    public static StageCode Of<T, E, S>() where T : unmanaged, INumber<T> where E : IExpression where S : IStore => Lanes.Width switch
    {
        256 => Loop<Lane256<T>, E, S, Nothing, S, Nothing, S, Nothing, S>,
        512 => Loop<Lane512<T>, E, S, Nothing, S, Nothing, S, Nothing, S>,
        _ => Loop<Lane128<T>, E, S, Nothing, S, Nothing, S, Nothing, S>,
    };

    /// <summary>The loop over expressions that are known only now, and how the values of each are written.</summary>
    [RequiresDynamicCode("Closes generic types at run time.")]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "Loop is kept by the overload above, and asks nothing of its type arguments but their interfaces.")]
    public static StageCode Of<T>(IReadOnlyList<(Type Expression, Type Store)> stages) where T : unmanaged, INumber<T>
    {
        var types = new List<Type> { Lanes.Width switch { 256 => typeof(Lane256<T>), 512 => typeof(Lane512<T>), _ => typeof(Lane128<T>) } };
        for (int i = 0; i < MostTogether; i++) types.AddRange(i < stages.Count ? [stages[i].Expression, stages[i].Store] : [typeof(Nothing), typeof(StoreElements)]);
        return LoopMethod.MakeGenericMethod([.. types]).CreateDelegate<StageCode>();
    }

    // Tiers would run the first thousands of elements through uninlined lanes; this method is worth the JIT's best at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Loop<L, E0, S0, E1, S1, E2, S2, E3, S3>(void** places, nint* steps, int count, nint columns, nint rows)
        where L : struct, ILane<L>
        where E0 : IExpression where E1 : IExpression where E2 : IExpression where E3 : IExpression
        where S0 : IStore where S1 : IStore where S2 : IStore where S3 : IStore
    {
        var a = new Arguments(places + FirstOperand, places[0]);
        for (; ; )
        {
            for (nint i = 0; i < columns; i += L.Width)
            {
                Put<L, E0, S0>(a, places[1], i, columns);
                if (typeof(E1) != typeof(Nothing)) Put<L, E1, S1>(a, places[2], i, columns);
                if (typeof(E2) != typeof(Nothing)) Put<L, E2, S2>(a, places[3], i, columns);
                if (typeof(E3) != typeof(Nothing)) Put<L, E3, S3>(a, places[4], i, columns);
            }
            if (--rows <= 0) return;
            Places.Advance((nint*)places, steps, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Put<L, E, S>(Arguments a, void* y, nint i, nint columns) where L : struct, ILane<L> where E : IExpression where S : IStore
    {
        var value = E.At<L>(a, i);
        if (i + L.Width <= columns) S.All(value, y, i);
        else S.Part(value, y, i, (int)(columns - i));
    }
}
