using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>
/// C = A·B for row-major C [m, n], A [m, k] and B [k, n] of any strides: built once for given memory, run often without allocating.
/// </summary>
/// <remarks>
/// Every element of C is one chain of fused multiply-adds over ascending k, cut at depths that follow from the shape, and from whether an operand is constant: the same bits at any number of threads and at
/// any place in C. NaN and infinities propagate; C is not read; k = 0 gives 0.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe class GemmKernel<T> where T : unmanaged, INumber<T>
{
    /// <summary>The most terms of a sum that is made without memory for C.</summary>
    public const int MostDepthWithoutMemory = GemmPlan.MostDepth;

    // What is packed of A is at most this part of the operands, and then in parts of at least so many rows that packing B for each of them is little, of a B that a cache holds.
    private const int PartOfOperands = 12, LeastRows = 256, MostBytesOfB = 1 << 19;

    private readonly GemmPart<T>[] _parts;
    private readonly Workspace _workspace;
    private int _threads;

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
    /// <param name="scale">If given, C ← C − scale·(A·B), product and difference rounded one after the other, scale read at each run. Only where <see cref="CanSubtract"/> says so.</param>
    public GemmKernel(int m, int n, int k, Matrix<T> a, Matrix<T> b, T* c, nint ldc, ITileEpilogue? epilogue = null, Workspace? workspace = null, int threads = 1, T* scale = null)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double)) throw new NotSupportedException($"GEMM of {typeof(T).Name}: float and double only.");
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        if (c == null && (epilogue is null || k > MostDepthWithoutMemory)) throw new ArgumentException($"Without C, a product needs an epilogue, and a depth of at most {MostDepthWithoutMemory}; here it is {k}.", nameof(c));
        if (scale != null && (c == null || epilogue is not null || !CanSubtract(m, n, k))) throw new ArgumentException($"[{m}, {n}] of {k} terms is not subtracted from C.", nameof(scale));
        int width = Lanes.Width;
        // Few columns are few lanes of a register: the transposed product has them as rows.
        bool isTurned = IsTurned(m, n, width) && !a.IsConstant;
        if (isTurned) (m, n, a, b) = (n, m, Turned(b), Turned(a));
        var halves = a.IsConstant || b.IsConstant ? GemmHalves.None : GemmHalving.Of(m, n, k, isTurned);
        int tile = GemmPlan.RowsOfTile(width), rows = isTurned ? m : halves == GemmHalves.Terms ? GemmHalving.RowsOfPart(k, tile) : RowsOfPart(m, n, k, a, b, tile);
        _parts = new GemmPart<T>[Math.Max(1, GemmPlan.Divide(m, rows))];
        for (int i = 0; i < _parts.Length; i++) _parts[i] = new(i * rows, Math.Min(rows, m - i * rows), n, k, a, b, c, ldc, epilogue, scale, isTurned, halves);
        _workspace = workspace ?? new();
        Reserve(threads);
    }

    /// <summary>Whether a product can be subtracted from C as its tiles are finished: each of its sums is made at once, and its tiles lie as C does.</summary>
    public static bool CanSubtract(int m, int n, int k) => k <= GemmPlan.MostDepth && !IsTurned(m, n, Lanes.Width) && GemmHalving.Of(m, n, k, isTurned: false) != GemmHalves.Terms;

    /// <summary>Computes C.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Run(WorkerPool pool)
    {
        if (pool.Threads > _threads) Reserve(pool.Threads);
        byte* memory = _workspace.Pointer;
        foreach (var part in _parts) part.Run(pool, memory);
        GC.KeepAlive(this);
    }

    /// <summary>Has compiled what <see cref="Run"/> calls; see <see cref="Kernel.Prepare"/>.</summary>
    public void Prepare()
    {
        foreach (var part in _parts) part.Prepare();
    }

    private static bool IsTurned(int m, int n, int width) => n <= GemmPlan.RowsOfTile(width) && n > 1 && m >= 2 * (width / 8 / sizeof(T));

    private static Matrix<T> Turned(Matrix<T> matrix) => new(matrix.Data, matrix.ColumnStride, matrix.RowStride, matrix.IsConstant);

    private void Reserve(int threads)
    {
        foreach (var part in _parts) _workspace.Reserve(part.Cut(threads));
        _threads = threads;
    }

    private static int RowsOfPart(int m, int n, int k, Matrix<T> a, Matrix<T> b, int tile)
    {
        long packed = (long)m * k, operands = packed + (long)k * n + (long)m * n;
        if (a.IsConstant || b.IsConstant || (long)k * n * sizeof(T) > MostBytesOfB || m < 2 * LeastRows || packed * PartOfOperands <= operands || GemmPart<T>.IsReadInPlace(a, n, k, isLeft: true)) return Math.Max(1, m);
        int parts = (int)Math.Min(m / LeastRows, (packed * PartOfOperands + operands - 1) / operands);
        return GemmPlan.Divide(GemmPlan.Divide(m, parts), tile) * tile;
    }
}
