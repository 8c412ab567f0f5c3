using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>
/// Softmax or log-softmax of each row: e^(x − max)/Σe^(x − max), or x − max − ln Σe^(x − max). In place is fine. A row with NaN, with +∞, or of
/// −∞ only is NaN throughout, as everywhere else. Built once for given memory, run often without allocating.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe class SoftmaxKernel<T> : IParallelBody where T : unmanaged, INumber<T>
{
    private readonly T* _x, _y;
    private readonly nint _rows, _columns;
    private readonly bool _log;

    /// <summary>Plans the softmax of <paramref name="x"/> [rows, columns] to <paramref name="y"/> [rows, columns], both contiguous.</summary>
    public SoftmaxKernel(T* x, T* y, nint rows, nint columns, bool log = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        _x = x;
        _y = y;
        (_rows, _columns, _log) = (rows, columns, log);
    }

    /// <summary>Computes y.</summary>
    public void Run(WorkerPool pool)
    {
        if (_columns == 0) return;
        pool.For(this, checked((int)_rows), (int)((Math.Max(1, 4096 / _columns) + 15) / 16 * 16));
    }

    /// <inheritdoc/>
    void IParallelBody.Run(int begin, int end, int worker)
    {
        var work = new Range(this, begin, end);
        Lanes.Dispatch<T, Range>(ref work);
    }

    private readonly struct Range(SoftmaxKernel<T> kernel, int begin, int end) : ILaneWork
    {
        public void Run<L>() where L : struct, ILane<L>
        {
            for (nint row = begin; row < end; row++) kernel.Row<L>(kernel._x + row * kernel._columns, kernel._y + row * kernel._columns);
        }
    }

    private void Row<L>(T* x, T* y) where L : struct, ILane<L>
    {
        T max = RowReduction<T, MaxReduction>.Total<L>(x, _columns);
        if (_log)
        {
            Shift<L>(x, y, max);
            T sum = RowReduction<T, LogSumExpReduction>.Total<L>(y, _columns);
            Shift<L>(y, y, RowReduction<T, LogSumExpReduction>.Finish(sum, _columns));
            return;
        }
        ShiftExp<L>(x, y, max);
        Divide<L>(y, RowReduction<T, SumReduction>.Total<L>(y, _columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Shift<L>(T* x, T* y, T by) where L : struct, ILane<L>
    {
        var b = L.Splat(&by);
        nint i = 0;
        for (; i + L.Width <= _columns; i += L.Width) (L.Load(x, i) - b).Store(y, i);
        int rest = (int)(_columns - i);
        if (rest > 0) (L.LoadPartial(x, i, rest) - b).StorePartial(y, i, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ShiftExp<L>(T* x, T* y, T by) where L : struct, ILane<L>
    {
        var b = L.Splat(&by);
        nint i = 0;
        for (; i + L.Width <= _columns; i += L.Width) Maths.Exp(L.Load(x, i) - b).Store(y, i);
        int rest = (int)(_columns - i);
        if (rest > 0) Maths.Exp(L.LoadPartial(x, i, rest) - b).StorePartial(y, i, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Divide<L>(T* y, T by) where L : struct, ILane<L>
    {
        var b = L.Splat(&by);
        nint i = 0;
        for (; i + L.Width <= _columns; i += L.Width) (L.Load(y, i) / b).Store(y, i);
        int rest = (int)(_columns - i);
        if (rest > 0) (L.LoadPartial(y, i, rest) / b).StorePartial(y, i, rest);
    }
}
