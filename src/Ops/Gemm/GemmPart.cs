using System.Numerics;

namespace Nabla.Ops;

/// <summary>Some rows of a product, planned by themselves: what is packed of A is packed for these rows.</summary>
internal sealed unsafe class GemmPart<T> where T : unmanaged, INumber<T>
{
    // Below this many multiply-adds a second thread costs more than it brings.
    private const long WorthSharing = 100_000;

    // So many terms of a transposed A, a cache line each, lie in the first cache, or come from the second while the units multiply.
    private const int FewTerms = 128;

    private readonly GemmPlan _plan;
    private readonly GemmOperand<T> _a, _b;
    private readonly GemmBlocks<T> _blocks;
    private readonly bool _isShared;
    private long _bytesOfA, _bytesOfB;
    private int _threads, _tasks;

    /// <param name="firstRow">The first of these rows of C.</param>
    /// <param name="m">How many rows there are.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    /// <param name="a">All of A.</param>
    /// <param name="b">B.</param>
    /// <param name="c">All of C, or null.</param>
    /// <param name="ldc">Elements from a row of C to the next.</param>
    /// <param name="epilogue">What follows.</param>
    /// <param name="scale">What the product is multiplied by and subtracted from C, or null.</param>
    /// <param name="isTurned">The operands are those of Cᵀ.</param>
    /// <param name="halves">What of all the product is cut in halves.</param>
    public GemmPart(int firstRow, int m, int n, int k, Matrix<T> a, Matrix<T> b, T* c, nint ldc, ITileEpilogue? epilogue, T* scale, bool isTurned, GemmHalves halves)
    {
        int width = Lanes.Width;
        a = new(a.Data + firstRow * a.RowStride, a.RowStride, a.ColumnStride, a.IsConstant);
        _plan = new GemmPlan(m, n, k, width, sizeof(T), hasMemory: c != null || isTurned, packsParts: !b.IsConstant, halves, epilogue?.Matrices ?? 0);
        // A strip of B that is not full is always packed: the tile then reads what fills it up instead of what lies beyond.
        int directA = IsReadInPlace(a, n, k, isLeft: true) ? _plan.RowStrips : 0;
        int directB = b.ColumnStride == 1 && (m <= 24 || IsReadInPlace(b, m, k, isLeft: false)) ? n / _plan.TileColumns : 0;
        _a = new(a.Data, a.RowStride, a.ColumnStride, m, k, _plan.TileRows, _plan.Depth, directA, a.IsConstant);
        _b = new(b.Data, b.ColumnStride, b.RowStride, n, k, _plan.TileColumns, _plan.Depth, b.IsConstant ? 0 : directB, b.IsConstant, _plan.IsShared ? 0 : _plan.MostUnits * _plan.UnitStrips);
        _blocks = new GemmBlocks<T>(firstRow, m, n, k, _plan, _a, _b, c, ldc, epilogue, scale, width, isTurned);
        _isShared = (long)m * n * Math.Max(k, 1) >= WorthSharing;
    }

    /// <summary>Cuts these rows for a number of threads at most.</summary>
    /// <returns>Bytes of packed operands and of sums that are made in halves.</returns>
    public long Cut(int most)
    {
        int threads = Threads(most);
        if (_plan.RowStrips == 0 || _plan.ColumnStrips == 0) return 0;
        if (threads != _threads) (_threads, _tasks, _bytesOfA, _bytesOfB) = (threads, _blocks.Cut(threads), _a.Bytes(threads), _b.Bytes(threads));
        return _bytesOfA + _bytesOfB + _blocks.Bytes;
    }

    /// <summary>Computes these rows.</summary>
    /// <param name="pool">The threads.</param>
    /// <param name="memory">Where to pack, as long as <see cref="Cut"/> says.</param>
    public void Run(WorkerPool pool, byte* memory)
    {
        if (_plan.RowStrips == 0 || _plan.ColumnStrips == 0) return;
        Cut(pool.Threads);
        int threads = _threads;
        _a.Begin(memory, threads);
        _b.Begin(memory + _bytesOfA, threads);
        _blocks.Begin(memory + _bytesOfA + _bytesOfB);
        if (threads > 1 && _tasks > 1) pool.For(_blocks, _tasks, 1);
        else _blocks.Run(0, _tasks, 0);
    }

    /// <summary>Has compiled what <see cref="Run"/> calls; see <see cref="Kernel.Prepare"/>.</summary>
    public void Prepare()
    {
        if (_plan.RowStrips > 0 && _plan.ColumnStrips > 0) _blocks.Prepare();
    }

    /// <summary>Whether an operand is read where it lies: copying pays if each of its elements is used often, or if its rows lie so that they push each other out of the caches.</summary>
    /// <param name="matrix">The operand.</param>
    /// <param name="uses">How often an element is used: columns of B, or rows of A.</param>
    /// <param name="terms">Terms of a sum.</param>
    /// <param name="isLeft">It is A, of whose rows a tile walks along twelve together.</param>
    public static bool IsReadInPlace(Matrix<T> matrix, int uses, int terms, bool isLeft)
    {
        nint bytes = Math.Max(matrix.RowStride, matrix.ColumnStride) * sizeof(T);
        if (!isLeft) return uses <= 160 && (bytes < 1024 || bytes % 1024 != 0);
        // Two of the 4 KB that a way of the first cache spans hold twelve rows still, and few terms of a transposed operand.
        bool isAlong = matrix.ColumnStride == 1, isShort = isAlong || terms <= FewTerms;
        nint apart = isAlong && matrix.RowStride > 1 || !isAlong && isShort ? 4096 : 1024;
        return uses <= (isShort ? 512 : 256) && (bytes < 1024 || bytes % apart != 0);
    }

    private int Threads(int most) => _isShared ? most : 1;
}
