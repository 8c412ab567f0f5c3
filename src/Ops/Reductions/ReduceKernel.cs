using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>y[o, i] = finish(⊕ᵣ map(x[o, r, i])) over contiguous x [outer, reduced, inner]: built once for given memory, run often without allocating.</summary>
/// <remarks>The order of a reduction depends on the shape only: the same bits at any number of threads and any register width.</remarks>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="R">The formula.</typeparam>
public sealed unsafe class ReduceKernel<T, R> : IParallelBody where T : unmanaged, INumber<T> where R : struct, IReduction
{
    // Elements below which a range is not worth handing over, and columns of a task.
    private const long WorthSharing = 16_384;
    private const int ChunkColumns = 256;

    private readonly T* _x, _y;
    private readonly nint _outer, _reduced, _inner, _count;
    private readonly nint _parts;
    private readonly T[]? _partials;
    private readonly ITileEpilogue? _epilogue;

    /// <summary>Plans the reduction of <paramref name="x"/> [outer, reduced, inner] to <paramref name="y"/> [outer, inner]; its total is of
    /// <paramref name="count"/> elements, <paramref name="reduced"/> if not said. If there is an
    /// <paramref name="epilogue"/>, the result, one row, goes to it piece by piece, and not to <paramref name="y"/>.</summary>
    public ReduceKernel(T* x, T* y, nint outer, nint reduced, nint inner, nint? count = null, ITileEpilogue? epilogue = null)
    {
        if (epilogue is not null && (outer != 1 || inner < 2)) throw new ArgumentException("An epilogue takes a result of one row, of at least 2 elements.", nameof(epilogue));
        ArgumentOutOfRangeException.ThrowIfNegative(outer);
        ArgumentOutOfRangeException.ThrowIfNegative(reduced);
        ArgumentOutOfRangeException.ThrowIfNegative(inner);
        (_outer, _reduced, _inner, _count) = (outer, reduced, inner, count ?? reduced);
        _x = x;
        _y = y;
        _epilogue = epilogue;

        // A row of several blocks is so many tasks; what they find is combined in order afterwards.
        int block = RowReduction<T, R>.Block;
        _parts = inner != 1 ? Math.Max(1, (inner + ChunkColumns - 1) / ChunkColumns) : Math.Max(1, (reduced + block - 1) / block);
        if (inner == 1 && _parts > 1) _partials = new T[checked((int)(outer * _parts))];
    }

    /// <summary>Computes y.</summary>
    public void Run(WorkerPool pool)
    {
        if (_outer == 0 || _inner == 0) return;
        int tasks = checked((int)(_outer * _parts));
        long perTask = Math.Max(1, (long)_reduced * _inner / _parts);
        long grain = Math.Max(1, WorthSharing / perTask);
        if (grain > 16) grain = (grain + 15) / 16 * 16;
        pool.For(this, tasks, (int)grain);
        if (_partials is not null) CombineParts(_partials);
    }

    /// <summary>Has compiled what <see cref="Run"/> calls for columns, and for many short rows; see <see cref="Kernel.Prepare"/>.</summary>
    public void Prepare()
    {
        _epilogue?.Prepare();
        // No task, and a sum of nothing.
        ((IParallelBody)this).Run(0, 0, 0);
        var work = new Nothing(this);
        Lanes.Dispatch<T, Nothing>(ref work);
    }

    private readonly struct Nothing(ReduceKernel<T, R> kernel) : ILaneWork
    {
        public void Run<L>() where L : struct, ILane<L>
        {
            if (kernel._inner != 1) ColumnReduction<T, R>.Run<L>(null, 0, 0, 0, null, 0);
            else if (kernel.IsShort && kernel._outer >= ShortRows.LeastRows)
            {
                ShortRows.Prepare<T>((int)kernel._reduced, L.Width);
                kernel.Tile<L>(0, 0);
            }
        }
    }

    private bool IsShort => _reduced is > 0 and <= ShortRows.MostColumns;

    /// <inheritdoc/>
    void IParallelBody.Run(int begin, int end, int worker)
    {
        var work = new Range(this, begin, end, worker);
        Lanes.Dispatch<T, Range>(ref work);
    }

    private void CombineParts(T[] partials)
    {
        for (nint o = 0; o < _outer; o++)
        {
            T total = partials[o * _parts];
            for (nint i = 1; i < _parts; i++) total = RowReduction<T, R>.Combine(total, partials[o * _parts + i]);
            _y[o] = RowReduction<T, R>.Finish(total, _count);
        }
    }

    private readonly struct Range(ReduceKernel<T, R> kernel, int begin, int end, int worker) : ILaneWork
    {
        public void Run<L>() where L : struct, ILane<L>
        {
            if (kernel._inner != 1) kernel.Columns<L>(begin, end, worker);
            else if (kernel.IsShort) kernel.Shorts<L>(begin, end);
            else kernel.Rows<L>(begin, end);
        }
    }

    private void Shorts<L>(int row, int end) where L : struct, ILane<L>
    {
        while (row < end)
        {
            int rows = ShortRows.Together(end - row, L.Width);
            if (rows > 1) Tile<L>(row, rows);
            else Short<L>(row);
            row += rows;
        }
    }

    /// <summary>Some short rows at once, up to as many as a register has elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    private void Tile<L>(int row, int rows) where L : struct, ILane<L>
    {
        T* room = stackalloc T[ShortRows.Room<T>()], tile = ShortRows.Aligned(room);
        nint w = L.Width, end = _reduced * w;
        ShortRows.Turn(_x + row * _reduced, rows, (int)_reduced, L.Width, tile);
        L total = R.Map(R.Neutral<L>());
        for (nint i = 0; i < end; i += w) total = R.Combine(total, R.Map(L.Load(tile, i)));
        total = R.Finish(total, L.Of(_count));
        if (rows == L.Width) total.Store(_y, row);
        else if (rows > 0) total.StorePartial(_y, row, rows);
    }

    /// <summary>The same for one row: the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Short<L>(int row) where L : struct, ILane<L>
    {
        T* x = _x + row * _reduced;
        L total = R.Map(R.Neutral<L>());
        for (nint c = 0; c < _reduced; c++) total = R.Combine(total, R.Map(L.Splat(x + c)));
        R.Finish(total, L.Of(_count)).StorePartial(_y, row, 1);
    }

    private void Rows<L>(int begin, int end) where L : struct, ILane<L>
    {
        for (int task = begin; task < end; task++)
        {
            nint row = task / _parts, from = task % _parts * RowReduction<T, R>.Block;
            T total = RowReduction<T, R>.One<L>(_x + row * _reduced + from, Math.Min(_reduced - from, RowReduction<T, R>.Block));
            if (_partials is not null) _partials[task] = total;
            else _y[row] = RowReduction<T, R>.Finish(total, _count);
        }
    }

    [SkipLocalsInit]
    private void Columns<L>(int begin, int end, int worker) where L : struct, ILane<L>
    {
        T* own = stackalloc T[_epilogue is null ? 1 : ChunkColumns + 64 / sizeof(T)];
        for (int task = begin; task < end; task++)
        {
            nint o = task / _parts, column = task % _parts * ChunkColumns, columns = Math.Min(_inner - column, ChunkColumns);
            T* y = _epilogue is null ? _y + o * _inner + column : own;
            ColumnReduction<T, R>.Run<L>(_x + o * _reduced * _inner + column, _inner, _reduced, columns, y, _count);
            _epilogue?.Run(y, ChunkColumns, 0, 1, (int)column, (int)columns, worker);
        }
    }
}
