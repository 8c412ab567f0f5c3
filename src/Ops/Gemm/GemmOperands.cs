using System.Numerics;

namespace Nabla.Ops;

/// <summary>
/// Where the micro-kernel finds the strips of A and B: in place where the layout allows it and copying would not pay, else packed.
/// Running it packs.
/// </summary>
internal sealed unsafe class GemmOperands<T> : IParallelBody where T : unmanaged, INumber<T>
{
    private readonly int _m, _n, _k, _tileColumns, _rowStrips, _columnStrips;
    private readonly int _firstA, _firstB;
    private readonly Matrix<T> _a, _b;
    private readonly T[] _keepA, _keepB;
    private readonly T* _packedA, _packedB;

    public GemmOperands(int m, int n, int k, Matrix<T> a, Matrix<T> b, in GemmPlan plan)
    {
        (_m, _n, _k, _a, _b) = (m, n, k, a, b);
        (_tileColumns, _rowStrips, _columnStrips) = (plan.TileColumns, plan.RowStrips, plan.ColumnStrips);

        // A strip that is not full is always packed: the tile then reads zeros instead of what lies beyond.
        bool directA = n <= 2 * _tileColumns;
        bool directB = b.ColumnStride == 1 && m <= 4 * GemmTile.Rows;
        _firstA = k == 0 ? _rowStrips : directA ? m / GemmTile.Rows : 0;
        _firstB = k == 0 ? _columnStrips : directB ? n / _tileColumns : 0;
        _packedA = Buffer(out _keepA, (long)(_rowStrips - _firstA) * GemmTile.Rows * k);
        _packedB = Buffer(out _keepB, (long)(_columnStrips - _firstB) * _tileColumns * k);
    }

    /// <summary>How many strips are to be packed.</summary>
    public int Strips => _rowStrips - _firstA + (_columnStrips - _firstB);

    /// <summary>Six rows of A from column <paramref name="depth"/>.</summary>
    public T* A(int strip, int depth, out nint row, out nint step)
    {
        if (strip < _firstA)
        {
            (row, step) = (_a.RowStride, _a.ColumnStride);
            return _a.Data + strip * GemmTile.Rows * row + depth * step;
        }
        (row, step) = (1, GemmTile.Rows);
        return _packedA + ((long)(strip - _firstA) * _k + depth) * GemmTile.Rows;
    }

    /// <summary>A tile's columns of B from row <paramref name="depth"/>.</summary>
    public T* B(int strip, int depth, out nint step)
    {
        if (strip < _firstB)
        {
            step = _b.RowStride;
            return _b.Data + (nint)strip * _tileColumns + depth * step;
        }
        step = _tileColumns;
        return _packedB + ((long)(strip - _firstB) * _k + depth) * _tileColumns;
    }

    /// <inheritdoc/>
    public void Run(int begin, int end, int worker)
    {
        int stripsA = _rowStrips - _firstA;
        for (int i = begin; i < end; i++)
        {
            if (i < stripsA)
            {
                int row = (_firstA + i) * GemmTile.Rows;
                GemmPacking.Strip(_a.Data + row * _a.RowStride, _a.RowStride, _a.ColumnStride, Math.Min(GemmTile.Rows, _m - row), _k, GemmTile.Rows,
                    _packedA + (long)i * GemmTile.Rows * _k);
                continue;
            }
            int j = i - stripsA, column = (_firstB + j) * _tileColumns;
            GemmPacking.Strip(_b.Data + column * _b.ColumnStride, _b.ColumnStride, _b.RowStride, Math.Min(_tileColumns, _n - column), _k, _tileColumns,
                _packedB + (long)j * _tileColumns * _k);
        }
    }

    // Pinned, so the pointer stays good for as long as the array is referenced; aligned, so no register straddles cache lines.
    private static T* Buffer(out T[] keep, long count)
    {
        keep = GC.AllocateUninitializedArray<T>(checked((int)count + 64 / sizeof(T)), pinned: true);
        fixed (T* p = keep) return (T*)(((nuint)p + 63) & ~(nuint)63);
    }
}
