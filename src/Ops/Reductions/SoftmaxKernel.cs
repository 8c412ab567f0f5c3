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
            nint columns = kernel._columns;
            bool isShort = columns <= ShortRows.MostColumns;
            for (nint row = begin; row < end;)
            {
                T* x = kernel._x + row * columns, y = kernel._y + row * columns;
                int tile = isShort ? ShortRows.Together(end - row, L.Width) : 1;
                if (tile > 1) kernel.Tile<L>(x, y, tile);
                else if (isShort) kernel.Short<L>(x, y);
                else kernel.Row<L>(x, y);
                row += tile;
            }
        }
    }

    /// <summary>Some short rows at once, up to as many as a register has elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    private void Tile<L>(T* x, T* y, int rows) where L : struct, ILane<L>
    {
        T* room = stackalloc T[ShortRows.Room<T>()], tile = ShortRows.Aligned(room);
        nint w = L.Width, end = _columns * w;
        ShortRows.Turn(x, rows, (int)_columns, L.Width, tile);
        L max = L.Load(tile, 0), sum = L.Zero;
        for (nint i = w; i < end; i += w) max = L.Max(max, L.Load(tile, i));
        for (nint i = 0; i < end; i += w)
        {
            L shifted = L.Load(tile, i) - max, power = Maths.Exp(shifted);
            sum += power;
            (_log ? shifted : power).Store(tile, i);
        }
        if (_log) sum = Maths.Log(sum);
        for (nint i = 0; i < end; i += w)
        {
            L value = L.Load(tile, i);
            (_log ? value - sum : value / sum).Store(tile, i);
        }
        ShortRows.TurnBack(tile, rows, (int)_columns, L.Width, y);
    }

    /// <summary>The same for one row: the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    private void Short<L>(T* x, T* y) where L : struct, ILane<L>
    {
        T* room = stackalloc T[ShortRows.Room<T>()], powers = ShortRows.Aligned(room), shifted = powers + ShortRows.MostColumns;
        L max = L.Splat(x), sum = L.Zero;
        for (nint c = 1; c < _columns; c++) max = L.Max(max, L.Splat(x + c));
        for (nint i = 0; i < _columns; i += L.Width)
        {
            int left = (int)(_columns - i);
            L value = (left < L.Width ? L.LoadPartial(x, i, left) : L.Load(x, i)) - max;
            value.Store(shifted, i);
            Maths.Exp(value).Store(powers, i);
        }
        for (nint c = 0; c < _columns; c++) sum += L.Splat(powers + c);
        if (_log) sum = Maths.Log(sum);
        for (nint i = 0; i < _columns; i += L.Width)
        {
            int left = (int)(_columns - i);
            L value = _log ? L.Load(shifted, i) - sum : L.Load(powers, i) / sum;
            if (left < L.Width) value.StorePartial(y, i, left);
            else value.Store(y, i);
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
