using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Ops;

/// <summary>The product itself: a task is some strips of rows by one block of columns, of one half where something is halved.</summary>
internal sealed unsafe class GemmBlocks<T> : IParallelBody where T : unmanaged, INumber<T>
{
    // Terms of a sum from which on asking for what the epilogue reads pays: at 128 it does, at 32 it cost 4 %.
    private const int WorthPrefetching = 64;

    private readonly int _firstRow, _m, _n, _k;
    private readonly GemmPlan _plan;
    private readonly GemmOperand<T> _a, _b;
    private readonly T* _c, _scale;
    private readonly nint _ldc;
    private readonly ITileEpilogue? _epilogue;
    private readonly bool _isTurned, _prefetches, _asksForC;
    private readonly GemmTiles<T> _full, _last;
    private readonly delegate*<T*, int, int, int, T*, nint, T*, void> _merge;
    private readonly GemmSums<T>? _sums;
    private GemmTask[] _tasks = [];
    private int _threads, _blockStrips;

    public GemmBlocks(int firstRow, int m, int n, int k, in GemmPlan plan, GemmOperand<T> a, GemmOperand<T> b, T* c, nint ldc, ITileEpilogue? epilogue, T* scale, int width, bool isTurned)
    {
        (_firstRow, _m, _n, _k, _plan, _a, _b) = (firstRow, m, n, k, plan, a, b);
        _c = c == null ? null : c + firstRow * ldc;
        (_ldc, _epilogue, _isTurned) = (ldc, epilogue, isTurned);
        _scale = scale;
        bool isLong = Math.Min(k, plan.Depth) >= WorthPrefetching;
        (_prefetches, _asksForC) = (isLong && epilogue?.Matrices > 0, isLong && scale != null && (long)m * n * sizeof(T) > CacheSizes.SecondLevel);
        if (plan.Halves == GemmHalves.Terms) _sums = new(firstRow, m, n, _c, ldc, epilogue);
        int last = m - (plan.RowStrips - 1) * plan.TileRows;
        _merge = GemmTiles<T>.Merging(width);
        // Each micro-kernel takes some 15 ms to compile: the last rows of an operand in place are not worth that.
        _last = new(width, plan.Registers, last, last == plan.TileRows || a.Layout == OperandLayout.Packed ? a.Layout : OperandLayout.Any);
        _full = plan.RowStrips <= 1 || last == plan.TileRows ? _last : new(width, plan.Registers, plan.TileRows, a.Layout);
    }

    /// <summary>Cuts C into tasks, and returns how many.</summary>
    public int Cut(int threads)
    {
        var cut = new GemmCut(_plan, (long)_m * _n * Math.Max(_k, 1), threads);
        (_tasks, _blockStrips, _threads) = (cut.Tasks, cut.BlockStrips, threads);
        _sums?.Cut(cut.Parts);
        return _tasks.Length;
    }

    /// <summary>Bytes for sums that are made in halves.</summary>
    public long Bytes => _sums?.Bytes ?? 0;

    /// <summary>Begins a run.</summary>
    /// <param name="memory">Where sums that are made in halves go, <see cref="Bytes"/> long.</param>
    public void Begin(byte* memory) => _sums?.Begin(memory);

    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Run(int begin, int end, int worker)
    {
        // A strip that has no place in C, or a tile that is not full, is made here.
        int wide = _plan.TileColumns;
        int scratchColumns = _isTurned ? 2 * wide : _c == null ? _blockStrips * wide : wide;
        T* memory = stackalloc T[Math.Min(_m, _plan.TileRows) * scratchColumns + 128 / sizeof(T)];
        T* scratch = (T*)(((nuint)memory + 63) & ~(nuint)63);
        T one = T.One, minusScale = _scale == null ? one : -*_scale;
        foreach (ref readonly var task in _tasks.AsSpan(begin, end - begin))
        {
            var (half, part, strip, strips, block, blockStrips) = task;
            if (strips == 0) continue;
            int column = block * wide, columns = Math.Min(blockStrips * wide, _n - column);
            int depth = _sums is null ? 0 : half * _plan.HalfOfTerms, first = depth, last = _sums is null || half == 1 ? _k : _plan.HalfOfTerms;
            nint ldc = _ldc;
            T* c = _sums is null ? _c : _sums.Of(half, out ldc);
            do
            {
                int k = Math.Min(_plan.Depth, _k - depth);
                if (k > 0)
                {
                    _b.Ensure(block, blockStrips, depth, worker, _threads);
                    _a.Ensure(strip, strips, depth, worker, _threads);
                }
                bool isLast = _sums is null && depth + k >= last;
                if (_isTurned) Turned(block, columns, depth, k, scratch, worker);
                else for (int i = strip; i < strip + strips; i++) Strip(i, block, columns, depth, k, c, ldc, _scale != null ? &minusScale : depth > first ? &one : null, isLast, scratch, worker);
                depth += _plan.Depth;
            }
            while (depth < last);
            if (_sums is not null && _sums.Finish(part)) _sums.Add(strip * _plan.TileRows, Math.Min(_m, (strip + strips) * _plan.TileRows), _plan.TileRows, column, columns, worker);
        }
    }

    /// <summary>A tile's rows of a block over <paramref name="k"/> terms; the last terms finish them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Strip(int strip, int block, int columns, int depth, int k, T* to, nint ldc, T* factor, bool isLast, T* scratch, int worker)
    {
        int row = strip * _plan.TileRows, rows = Math.Min(_plan.TileRows, _m - row), wide = _plan.TileColumns, column = block * wide;
        T* a = _a.At(strip, depth, strip, worker, out nint aRow, out nint aStep);
        T* first = to == null ? scratch : to + row * ldc + column, c = first;
        if (to == null) ldc = _blockStrips * wide;
        bool prefetches = isLast && _prefetches;
        var tiles = rows == _plan.TileRows ? _full : _last;
        for (int j = 0, index = block; j < columns; j += wide, index++, c += wide)
        {
            int left = columns - j;
            T* b = _b.At(index, depth, block, worker, out _, out nint bStep);
            if (prefetches) _epilogue!.Prefetch(_firstRow + row, rows, column + j, Math.Min(wide, left));
            if (_asksForC) Ask(c, ldc, rows);
            var tile = Tile(tiles, index, left);
            if (left >= wide || to == null) tile(k, a, aRow, aStep, b, bStep, c, ldc, factor);
            else
            {
                tile(k, a, aRow, aStep, b, bStep, scratch, wide, null);
                _merge(scratch, wide, rows, left, c, ldc, factor);
            }
        }
        if (_epilogue is not null && isLast) _epilogue.Run(first, ldc, _firstRow + row, rows, column, columns, worker);
    }

    /// <summary>The same where the operands are those of Cᵀ, whose rows are one strip: each tile is turned into C's rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Turned(int block, int columns, int depth, int k, T* scratch, int worker)
    {
        int rows = _m, wide = _plan.TileColumns;
        T* a = _a.At(0, depth, 0, worker, out nint aRow, out nint aStep), turned = scratch + rows * wide;
        for (int j = 0, index = block; j < columns; j += wide, index++)
        {
            int left = Math.Min(wide, columns - j), row = index * wide;
            T* b = _b.At(index, depth, block, worker, out _, out nint bStep);
            (_b.IsPacked(index) ? _last.Packed : _last.Any)(k, a, aRow, aStep, b, bStep, scratch, wide, null);
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
    private delegate*<nint, T*, nint, nint, T*, nint, T*, nint, T*, void> Tile(GemmTiles<T> tiles, int index, int left) =>
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
                (_isTurned ? _b.IsPacked(index) ? tiles.Packed : tiles.Any : Tile(tiles, index, left))(0, null, 0, 0, null, 0, tile, wide, null);
        }
        if (_isTurned) Turned(0, 0, 0, 0, tile, 0);
        else if (_k > 0) Strip(0, 0, 0, 0, 0, _c, _ldc, null, false, tile, 0);
        if (!_isTurned && _n % wide != 0 && (_c != null || _sums is not null)) _merge(tile, wide, 0, 0, tile, wide, null);
        _sums?.Add(0, 0, 1, 0, 0, 0);
        _a.Prepare();
        _b.Prepare();
        _epilogue?.Prepare();
    }

    // What a tile of C is added to, so that it comes while the units multiply.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Ask(T* c, nint ldc, int rows)
    {
        if (!Sse.IsSupported) return;
        int bytes = _plan.TileColumns * sizeof(T);
        for (int i = 0; i < rows; i++, c += ldc)
            for (int at = 0; at < bytes; at += 64) Sse.Prefetch0((byte*)c + at);
    }
}
