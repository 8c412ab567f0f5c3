using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>The sums of a product whose terms are halved: made side by side, added by whoever finishes the second of a part of C.</summary>
internal sealed unsafe class GemmSums<T> where T : unmanaged, INumber<T>
{
    private readonly int _m, _n, _firstRow;
    private readonly T* _c;
    private readonly nint _ldc;
    private readonly ITileEpilogue? _epilogue;
    private T* _first, _second;
    private int[] _finished = [];

    /// <param name="firstRow">The first row of C.</param>
    /// <param name="m">Rows.</param>
    /// <param name="n">Columns.</param>
    /// <param name="c">C at its first row, where the first half is made; or null.</param>
    /// <param name="ldc">Elements from a row of C to the next.</param>
    /// <param name="epilogue">What follows.</param>
    public GemmSums(int firstRow, int m, int n, T* c, nint ldc, ITileEpilogue? epilogue)
    {
        (_firstRow, _m, _n, _epilogue) = (firstRow, m, n, epilogue);
        _c = c;
        _ldc = c == null ? n : ldc;
    }

    /// <summary>Bytes for the sums of the second half, and of the first if there is no C.</summary>
    public long Bytes => (long)_m * _n * sizeof(T) * (_c == null ? 2 : 1);

    /// <summary>How many parts C has.</summary>
    public void Cut(int parts) => _finished = new int[parts];

    /// <summary>Begins a run.</summary>
    /// <param name="memory">Where the sums go, <see cref="Bytes"/> long.</param>
    public void Begin(byte* memory)
    {
        _second = (T*)memory;
        _first = _c != null ? _c : _second + (nint)_m * _n;
        Array.Clear(_finished);
    }

    /// <summary>Where a half goes.</summary>
    public T* Of(int half, out nint stride)
    {
        stride = half == 0 ? _ldc : _n;
        return half == 0 ? _first : _second;
    }

    /// <summary>Says that a half of a part is made; true if the other was already.</summary>
    public bool Finish(int part) => Interlocked.Increment(ref _finished[part]) == 2;

    /// <summary>Adds the second half to the first, some rows at a time, each followed by the epilogue.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int row, int endRow, int rowsAtOnce, int column, int columns, int worker)
    {
        for (; row < endRow; row += rowsAtOnce)
        {
            int rows = Math.Min(rowsAtOnce, endRow - row);
            T* first = _first + row * _ldc + column, second = _second + (nint)row * _n + column;
            for (int r = 0; r < rows; r++, second += _n)
            {
                T* to = first + r * _ldc;
                int j = 0;
                for (; j <= columns - Vector<T>.Count; j += Vector<T>.Count) (Vector.Load(to + j) + Vector.Load(second + j)).Store(to + j);
                for (; j < columns; j++) to[j] += second[j];
            }
            _epilogue?.Run(first, _ldc, _firstRow + row, rows, column, columns, worker);
        }
    }
}
