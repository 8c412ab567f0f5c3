using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>
/// C = A·B for row-major C [m, n], A [m, k] and B [k, n] of any strides: built once for given memory, run often without allocating.
/// </summary>
/// <remarks>
/// Every element of C is one chain of fused multiply-adds over ascending k, cut at fixed depths: the same bits at any number of threads and at
/// any place in C. NaN and infinities propagate; C is not read; k = 0 gives 0.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe class GemmKernel<T> where T : unmanaged, INumber<T>
{
    // Below this many multiply-adds a second thread costs more than it brings.
    private const long WorthSharing = 100_000;

    /// <summary>The most terms of a sum that is made without memory for C.</summary>
    public const int MostDepthWithoutMemory = GemmPlan.MostDepth;

    private readonly GemmPlan _plan;
    private readonly GemmOperand<T> _a, _b;
    private readonly GemmBlocks<T> _blocks;
    private readonly bool _shared;
    private readonly Workspace _workspace;

    /// <summary>Plans the product.</summary>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    /// <param name="a">A [m, k].</param>
    /// <param name="b">B [k, n].</param>
    /// <param name="c">C, row-major; or null if only the epilogue reads it: each part then lies in memory of the worker's own while it does.</param>
    /// <param name="ldc">Elements from a row of C to the next, at least n.</param>
    /// <param name="epilogue">What to run on each part of C as it is finished.</param>
    /// <param name="workspace">Where operands are packed; by default memory of its own.</param>
    /// <param name="threads">The most threads that will run it.</param>
    public GemmKernel(int m, int n, int k, Matrix<T> a, Matrix<T> b, T* c, nint ldc, ITileEpilogue? epilogue = null, Workspace? workspace = null, int threads = 1)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double)) throw new NotSupportedException($"GEMM of {typeof(T).Name}: float and double only.");
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        if (c == null && (epilogue is null || k > MostDepthWithoutMemory)) throw new ArgumentException($"Without C, a product needs an epilogue, and a depth of at most {MostDepthWithoutMemory}; here it is {k}.", nameof(c));
        int width = Lanes.Width;
        // Few columns are few lanes of a register: the transposed product has them as rows.
        bool isTurned = n <= GemmPlan.RowsOfTile(width) && n > 1 && m >= 2 * (width / 8 / sizeof(T)) && !a.IsConstant;
        if (isTurned) (m, n, a, b) = (n, m, Turned(b), Turned(a));
        _plan = new GemmPlan(m, n, k, width, sizeof(T), hasMemory: c != null || isTurned, packsParts: !b.IsConstant);
        // A strip of B that is not full is always packed: the tile then reads zeros instead of what lies beyond.
        int directA = IsReadInPlace(a, n, fewEnough: a.ColumnStride == 1 ? 512 : 256, alongRows: true) ? _plan.RowStrips : 0;
        int directB = b.ColumnStride == 1 && (m <= 24 || IsReadInPlace(b, m, fewEnough: 160)) ? n / _plan.TileColumns : 0;
        _a = new(a.Data, a.RowStride, a.ColumnStride, m, k, _plan.TileRows, _plan.Depth, directA, a.IsConstant);
        _b = new(b.Data, b.ColumnStride, b.RowStride, n, k, _plan.TileColumns, _plan.Depth, b.IsConstant ? 0 : directB, b.IsConstant, _plan.MostUnits * _plan.UnitStrips);
        _blocks = new GemmBlocks<T>(m, n, k, _plan, _a, _b, c, ldc, epilogue, width, isTurned);
        _shared = (long)m * n * Math.Max(k, 1) >= WorthSharing;
        _workspace = workspace ?? new();
        Reserve(threads);
    }

    /// <summary>Computes C.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Run(WorkerPool pool)
    {
        if (_plan.RowStrips == 0 || _plan.ColumnStrips == 0) return;
        int threads = _shared ? pool.Threads : 1, tasks = _blocks.Cut(threads);
        Reserve(threads);
        byte* memory = _workspace.Pointer;
        _a.Begin(memory, threads);
        _b.Begin(memory + _a.Bytes(threads), threads);
        if (threads > 1 && tasks > 1) pool.For(_blocks, tasks, 1);
        else _blocks.Run(0, tasks, 0);
        GC.KeepAlive(this);
    }

    /// <summary>Has compiled what <see cref="Run"/> calls; see <see cref="Kernel.Prepare"/>.</summary>
    public void Prepare()
    {
        if (_plan.RowStrips > 0 && _plan.ColumnStrips > 0) _blocks.Prepare();
    }

    private static Matrix<T> Turned(Matrix<T> matrix) => new(matrix.Data, matrix.ColumnStride, matrix.RowStride, matrix.IsConstant);

    private void Reserve(int threads) => _workspace.Reserve(_a.Bytes(threads) + _b.Bytes(threads));

    // Copying an operand pays if each of its elements is used often, or if its rows lie so that they push each other out of the caches.
    private static bool IsReadInPlace(Matrix<T> matrix, int uses, int fewEnough, bool alongRows = false)
    {
        nint bytes = Math.Max(matrix.RowStride, matrix.ColumnStride) * sizeof(T);
        // A tile walks along its twelve rows together: two of the 4 KB that a way of the first cache spans hold them still.
        nint apart = matrix.ColumnStride == 1 && matrix.RowStride > 1 && alongRows ? 4096 : 1024;
        return uses <= fewEnough && (bytes < 1024 || bytes % apart != 0);
    }
}
