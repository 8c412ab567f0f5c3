using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>The product itself: a task is some strips of rows by one block of columns.</summary>
internal sealed unsafe class GemmBlocks<T> : IParallelBody where T : unmanaged, INumber<T>
{
    private readonly int _m, _n, _k;
    private readonly GemmPlan _plan;
    private readonly GemmOperands<T> _operands;
    private readonly T* _c;
    private readonly nint _ldc;
    private readonly ITileEpilogue? _epilogue;
    private readonly delegate*<nint, T*, nint, nint, T*, nint, T*, nint, bool, void> _packed, _strided;
    private int _taskStrips, _rowTasks;

    public GemmBlocks(int m, int n, int k, in GemmPlan plan, GemmOperands<T> operands, T* c, nint ldc, ITileEpilogue? epilogue, int width)
    {
        (_m, _n, _k, _plan, _operands) = (m, n, k, plan, operands);
        _c = c;
        (_ldc, _epilogue) = (ldc, epilogue);
        _packed = width switch
        {
            512 => &GemmTile.Run<T, Lane512<T>, PackedOperands>,
            256 => &GemmTile.Run<T, Lane256<T>, PackedOperands>,
            _ => &GemmTile.Run<T, Lane128<T>, PackedOperands>,
        };
        _strided = width switch
        {
            512 => &GemmTile.Run<T, Lane512<T>, StridedOperands>,
            256 => &GemmTile.Run<T, Lane256<T>, StridedOperands>,
            _ => &GemmTile.Run<T, Lane128<T>, StridedOperands>,
        };
    }

    /// <summary>Chooses how many strips a task has, so that each thread gets several; returns how many tasks there are.</summary>
    public int Cut(int threads)
    {
        int perBlock = threads == 1 ? 1 : Math.Max(1, 8 * threads / _plan.ColumnBlocks);
        _taskStrips = Math.Max(1, _plan.RowStrips / perBlock);
        _rowTasks = (_plan.RowStrips + _taskStrips - 1) / _taskStrips;
        return _rowTasks * _plan.ColumnBlocks;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Run(int begin, int end, int worker)
    {
        // A strip that has no place in C, or a tile that is not full, is made here.
        T* memory = stackalloc T[GemmTile.Rows * (_c == null ? _plan.BlockColumns : _plan.TileColumns) + 128 / sizeof(T)];
        T* scratch = (T*)(((nuint)memory + 63) & ~(nuint)63);
        for (int task = begin; task < end; task++)
        {
            int column = task / _rowTasks * _plan.BlockColumns, strip = task % _rowTasks * _taskStrips;
            int columns = Math.Min(_plan.BlockColumns, _n - column), strips = Math.Min(_taskStrips, _plan.RowStrips - strip);
            int depth = 0;
            do
            {
                int k = Math.Min(_plan.Depth, _k - depth);
                for (int i = strip; i < strip + strips; i++) Strip(i, column, columns, depth, k, scratch, worker);
                depth += _plan.Depth;
            }
            while (depth < _k);
        }
    }

    /// <summary>Six rows of a block over <paramref name="k"/> terms; the last terms finish them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Strip(int strip, int column, int columns, int depth, int k, T* scratch, int worker)
    {
        int row = strip * GemmTile.Rows, rows = Math.Min(GemmTile.Rows, _m - row), wide = _plan.TileColumns;
        T* a = _operands.A(strip, depth, out nint aRow, out nint aStep);
        T* first = _c == null ? scratch : _c + row * _ldc + column, c = first;
        nint ldc = _c == null ? _plan.BlockColumns : _ldc;
        for (int j = 0; j < columns; j += wide, c += wide)
        {
            T* b = _operands.B((column + j) / wide, depth, out nint bStep);
            var tile = aRow == 1 && aStep == GemmTile.Rows && bStep == wide ? _packed : _strided;
            if (_c == null || rows == GemmTile.Rows && j + wide <= columns)
            {
                tile(k, a, aRow, aStep, b, bStep, c, ldc, depth > 0);
                continue;
            }
            tile(k, a, aRow, aStep, b, bStep, scratch, wide, false);
            Merge(scratch, wide, rows, Math.Min(wide, columns - j), c, depth > 0);
        }
        if (_epilogue is not null && depth + k >= _k) _epilogue.Run(first, ldc, row, rows, column, columns, worker);
    }

    private void Merge(T* tile, int wide, int rows, int columns, T* c, bool add)
    {
        for (int i = 0; i < rows; i++, tile += wide, c += _ldc)
            for (int j = 0; j < columns; j++) c[j] = add ? c[j] + tile[j] : tile[j];
    }
}
