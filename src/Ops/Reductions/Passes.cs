using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>The first of several passes: the total is not finished yet.</summary>
readonly struct FirstPass<R> : IReduction where R : struct, IReduction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Neutral<L>() where L : struct, ILane<L> => R.Neutral<L>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Map<L>(L x) where L : struct, ILane<L> => R.Map(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Combine<L>(L a, L b) where L : struct, ILane<L> => R.Combine(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Finish<L>(L total, L count) where L : struct, ILane<L> => total;
}

/// <summary>A pass between: elements are totals, and so is the result.</summary>
readonly struct MiddlePass<R> : IReduction where R : struct, IReduction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Neutral<L>() where L : struct, ILane<L> => R.Map(R.Neutral<L>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Map<L>(L x) where L : struct, ILane<L> => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Combine<L>(L a, L b) where L : struct, ILane<L> => R.Combine(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Finish<L>(L total, L count) where L : struct, ILane<L> => total;
}

/// <summary>The last of several passes: elements are totals.</summary>
readonly struct LastPass<R> : IReduction where R : struct, IReduction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Neutral<L>() where L : struct, ILane<L> => R.Map(R.Neutral<L>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Map<L>(L x) where L : struct, ILane<L> => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Combine<L>(L a, L b) where L : struct, ILane<L> => R.Combine(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Finish<L>(L total, L count) where L : struct, ILane<L> => R.Finish(total, count);
}

/// <summary>One pass of a reduction.</summary>
abstract class ReductionPass
{
    public abstract void Run(WorkerPool pool);

    public abstract void Prepare();
}

/// <summary>One pass of a reduction by the formula <typeparamref name="R"/>.</summary>
sealed unsafe class ReductionPass<T, R>(T* x, T* y, (nint Outer, nint Reduced, nint Inner) sizes, nint? count = null, ITileEpilogue? epilogue = null) : ReductionPass
    where T : unmanaged, INumber<T> where R : struct, IReduction
{
    readonly ReduceKernel<T, R> _kernel = new(x, y, sizes.Outer, sizes.Reduced, sizes.Inner, count, epilogue);

    public override void Run(WorkerPool pool) => _kernel.Run(pool);

    public override void Prepare() => _kernel.Prepare();
}

/// <summary>Passes in order, with the memory between them.</summary>
sealed class ReductionSequence(ReductionPass[] passes, List<Array> scratch) : Kernel
{
    readonly List<Array> _scratch = scratch;

    public override void Run(WorkerPool pool)
    {
        foreach (var pass in passes) pass.Run(pool);
        GC.KeepAlive(_scratch);
    }

    public override void Prepare()
    {
        foreach (var pass in passes) pass.Prepare();
    }
}
