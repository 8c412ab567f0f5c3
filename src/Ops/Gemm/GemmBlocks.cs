using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>The product itself: a task is some strips of rows by one block of columns.</summary>
internal sealed unsafe class GemmBlocks<T> : IParallelBody where T : unmanaged, INumber<T>
{
    // Fewer multiply-adds are not worth a task of their own.
    private const long LeastTask = 50_000;

    // Terms of a sum from which on asking for what the epilogue reads pays: at 128 it does, at 32 it cost 4 %.
    private const int WorthPrefetching = 64;

    private readonly int _firstRow, _m, _n, _k;
    private readonly GemmPlan _plan;
    private readonly GemmOperand<T> _a, _b;
    private readonly T* _c;
    private readonly nint _ldc;
    private readonly ITileEpilogue? _epilogue;
    private readonly bool _isTurned, _reads;
    private readonly GemmTiles<T> _full, _last;
    private int _threads, _taskStrips, _rowTasks, _blockStrips, _tasks;

    public GemmBlocks(int firstRow, int m, int n, int k, in GemmPlan plan, GemmOperand<T> a, GemmOperand<T> b, T* c, nint ldc, ITileEpilogue? epilogue, int width, bool isTurned)
    {
        (_firstRow, _m, _n, _k, _plan, _a, _b) = (firstRow, m, n, k, plan, a, b);
        _c = c == null ? null : c + firstRow * ldc;
        (_ldc, _epilogue, _isTurned, _reads) = (ldc, epilogue, isTurned, epilogue?.ReadsMatrices ?? false);
        int last = m - (plan.RowStrips - 1) * plan.TileRows;
        // Each micro-kernel takes some 15 ms to compile: the last rows of an operand in place are not worth that.
        _last = new(width, plan.Registers, last, last == plan.TileRows || a.Layout == OperandLayout.Packed ? a.Layout : OperandLayout.Any);
        _full = plan.RowStrips <= 1 || last == plan.TileRows ? _last : new(width, plan.Registers, plan.TileRows, a.Layout);
    }

    /// <summary>
    /// Cuts C into tasks, several a thread where there is enough to do, and returns how many. Columns are cut for the caches and so that each thread has
    /// its own: those of a weight then stay with one thread in the forward pass and in the update.
    /// </summary>
    public int Cut(int threads)
    {
        if (threads == _threads) return _tasks;
        long work = (long)_m * _n * Math.Max(_k, 1) / LeastTask;
        int wanted = threads == 1 ? 1 : (int)Math.Clamp(work, 1, 8L * threads);
        int blocks = GemmPlan.Divide(_plan.Units, _plan.MostUnits);
        if (wanted >= threads) blocks = Math.Min(_plan.Units, GemmPlan.Divide(blocks, threads) * threads);
        int groups = Math.Min(_plan.RowStrips, GemmPlan.Divide(wanted, blocks));
        if (blocks * groups < wanted) blocks = Math.Min(_plan.Units, GemmPlan.Divide(wanted, groups));
        _blockStrips = GemmPlan.Divide(_plan.Units, blocks) * _plan.UnitStrips;
        _taskStrips = GemmPlan.Divide(_plan.RowStrips, groups);
        _rowTasks = GemmPlan.Divide(_plan.RowStrips, _taskStrips);
        (_threads, _tasks) = (threads, _rowTasks * GemmPlan.Divide(_plan.ColumnStrips, _blockStrips));
        return _tasks;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Run(int begin, int end, int worker)
    {
        // A strip that has no place in C, or a tile that is not full, is made here.
        int wide = _plan.TileColumns;
        int scratchColumns = _isTurned ? 2 * wide : _c == null ? _blockStrips * wide : wide;
        T* memory = stackalloc T[Math.Min(_m, _plan.TileRows) * scratchColumns + 128 / sizeof(T)];
        T* scratch = (T*)(((nuint)memory + 63) & ~(nuint)63);
        for (int task = begin; task < end; task++)
        {
            int index = task / _rowTasks, block = index * _blockStrips;
            // Each thread's blocks of columns begin with other rows: threads then do not wait for the same strips to be packed.
            int strip = (task + (int)((long)index * _rowTasks / _threads)) % _rowTasks * _taskStrips;
            int blocks = Math.Min(_blockStrips, _plan.ColumnStrips - block), strips = Math.Min(_taskStrips, _plan.RowStrips - strip);
            int column = block * wide, columns = Math.Min(blocks * wide, _n - column), depth = 0;
            do
            {
                int k = Math.Min(_plan.Depth, _k - depth);
                if (k > 0)
                {
                    _b.Ensure(block, blocks, depth, worker, _threads);
                    _a.Ensure(strip, strips, depth, worker, _threads);
                }
                if (_isTurned) Turned(column, columns, depth, k, scratch, worker);
                else for (int i = strip; i < strip + strips; i++) Strip(i, column, columns, depth, k, scratch, worker);
                depth += _plan.Depth;
            }
            while (depth < _k);
        }
    }

    /// <summary>A tile's rows of a block over <paramref name="k"/> terms; the last terms finish them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Strip(int strip, int column, int columns, int depth, int k, T* scratch, int worker)
    {
        int row = strip * _plan.TileRows, rows = Math.Min(_plan.TileRows, _m - row), wide = _plan.TileColumns;
        T* a = _a.At(strip, depth, strip, worker, out nint aRow, out nint aStep);
        T* first = _c == null ? scratch : _c + row * _ldc + column, c = first;
        nint ldc = _c == null ? _blockStrips * wide : _ldc;
        bool isLast = depth + k >= _k, prefetches = isLast && _reads && k >= WorthPrefetching;
        var tiles = rows == _plan.TileRows ? _full : _last;
        for (int j = 0; j < columns; j += wide, c += wide)
        {
            int left = columns - j, index = (column + j) / wide;
            T* b = _b.At(index, depth, column / wide, worker, out _, out nint bStep);
            if (prefetches) _epilogue!.Prefetch(_firstRow + row, rows, column + j, Math.Min(wide, left));
            var tile = Tile(tiles, index, left);
            if (left >= wide) tile(k, a, aRow, aStep, b, bStep, c, ldc, depth > 0);
            else
            {
                if (_c == null) tile(k, a, aRow, aStep, b, bStep, c, ldc, depth > 0);
                else
                {
                    tile(k, a, aRow, aStep, b, bStep, scratch, wide, false);
                    Merge(scratch, wide, rows, left, c, depth > 0);
                }
            }
        }
        if (_epilogue is not null && isLast) _epilogue.Run(first, ldc, _firstRow + row, rows, column, columns, worker);
    }

    /// <summary>The same where the operands are those of Cᵀ, whose rows are one strip: each tile is turned into C's rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Turned(int column, int columns, int depth, int k, T* scratch, int worker)
    {
        int rows = _m, wide = _plan.TileColumns;
        T* a = _a.At(0, depth, 0, worker, out nint aRow, out nint aStep), turned = scratch + rows * wide;
        for (int j = 0; j < columns; j += wide)
        {
            int left = Math.Min(wide, columns - j), row = column + j, index = row / wide;
            T* b = _b.At(index, depth, column / wide, worker, out _, out nint bStep);
            (_b.IsPacked(index) ? _last.Packed : _last.Any)(k, a, aRow, aStep, b, bStep, scratch, wide, false);
            T* c = _c == null ? turned : _c + row * _ldc;
            nint ldc = _c == null ? rows : _ldc;
            if (depth == 0) GemmPacking.Copy(scratch, wide, 1, rows, left, checked((int)ldc), c);
            else
                for (int i = 0; i < left; i++)
                    for (int r = 0; r < rows; r++) c[i * ldc + r] += scratch[r * wide + i];
            if (_epilogue is not null && depth + k >= _k) _epilogue.Run(c, ldc, row, left, 0, rows, worker);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private delegate*<nint, T*, nint, nint, T*, nint, T*, nint, bool, void> Tile(GemmTiles<T> tiles, int index, int left) =>
        2 * left <= _plan.TileColumns ? tiles.Narrow : left < _plan.TileColumns ? tiles.Any : _b.IsPacked(index) ? tiles.Packed : tiles.Any;

    /// <summary>Has compiled what <see cref="Run"/> calls; see <see cref="Kernel.Prepare"/>.</summary>
    [SkipLocalsInit]
    public void Prepare()
    {
        T* tile = stackalloc T[_plan.TileRows * _plan.TileColumns];
        int wide = _plan.TileColumns, strips = _plan.ColumnStrips;
        // The first strip, the last full one and the last are of all kinds there are.
        for (int i = 0; i < 3; i++)
        {
            int index = i == 0 ? 0 : Math.Max(0, strips - i), left = _n - index * wide;
            foreach (var tiles in (ReadOnlySpan<GemmTiles<T>>)[_full, _last])
                (_isTurned ? _b.IsPacked(index) ? tiles.Packed : tiles.Any : Tile(tiles, index, left))(0, null, 0, 0, null, 0, tile, wide, false);
        }
        if (_isTurned) Turned(0, 0, 0, 0, tile, 0);
        else if (_k > 0) Strip(0, 0, 0, 0, 0, tile, 0);
        _a.Prepare();
        _b.Prepare();
        _epilogue?.Prepare();
    }

    private void Merge(T* tile, int wide, int rows, int columns, T* c, bool add)
    {
        for (int i = 0; i < rows; i++, tile += wide, c += _ldc)
        {
            if (!add) new Span<T>(tile, columns).CopyTo(new Span<T>(c, columns));
            else for (int j = 0; j < columns; j++) c[j] += tile[j];
        }
    }
}
