using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Ops;

/// <summary>The micro-kernel: a tile of C, some rows by some registers, whose sums never leave the registers.</summary>
internal static unsafe class GemmTile
{
    // Rows of B between what is asked for and what is read.
    private const int Ahead = 8;

    // What the size of an IOperandLayout says.
    private const int Packed = (int)OperandLayout.Packed, Across = (int)OperandLayout.Across, Along = (int)OperandLayout.Along, Any = (int)OperandLayout.Any;

    /// <summary>
    /// C[r, j] = Σₚ A[r, p]·B[p, j] in ascending p, or C[r, j] += factor·that, for r below R and j below G·Width.
    /// </summary>
    /// <param name="k">How many terms.</param>
    /// <param name="a">Element (r, p) of A at <c>a[r·aRow + p·aStep]</c>.</param>
    /// <param name="aRow">Elements from a row of A to the next.</param>
    /// <param name="aStep">Elements from a column of A to the next.</param>
    /// <param name="b">Row p of B at <c>b[p·bStep]</c>.</param>
    /// <param name="bStep">Elements from a row of B to the next.</param>
    /// <param name="c">The tile's first element.</param>
    /// <param name="ldc">Elements from a row of C to the next.</param>
    /// <param name="factor">What the sum is multiplied by, rounded, and added to C; null if C is not read but written over.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="L">The register.</typeparam>
    /// <typeparam name="P">How the operands lie.</typeparam>
    /// <typeparam name="R">Rows: 1 … 12, with four registers a row at most 3.</typeparam>
    /// <typeparam name="G">Registers a row: 1, 2 or 4.</typeparam>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, L, P, R, G>(nint k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint ldc, T* factor)
        where T : unmanaged, INumber<T>
        where L : unmanaged, ILane<L>
        where P : unmanaged, IOperandLayout
        where R : unmanaged, ITileCount
        where G : unmanaged, ITileCount
    {
        // Constants where they are known: the addresses then are displacements, which leaves the issue slots to the arithmetic.
        if (sizeof(P) <= Across) aRow = 1;
        if (sizeof(P) == Along) aStep = 1;
        if (sizeof(P) == Packed) aStep = GemmPlan.RowsOfTile(sizeof(L) * 8);
        if (sizeof(P) != Any) bStep = sizeof(G) * sizeof(L) / sizeof(T);
        L c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        L c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        L c80 = default, c81 = default, c90 = default, c91 = default, ca0 = default, ca1 = default, cb0 = default, cb1 = default;
        L c02 = default, c03 = default, c12 = default, c13 = default, c22 = default, c23 = default;
        T* a3 = a + 3 * aRow, a6 = a3 + 3 * aRow, a9 = a6 + 3 * aRow;
        // Two terms before the addresses move on: one at a time, they and the loop take the last of the four instructions that a core issues in a cycle, and it never catches up on
        // a number that comes late. The text stands here three times, because the JIT keeps the sums in registers only where it is not handed on by reference.
        for (; sizeof(P) != Any && k > 1; k -= 2)
        {
            Prefetch<L, G>((byte*)(b + Ahead * bStep));
            L v, b0 = L.Load(b, 0), b1 = sizeof(G) > 1 ? L.Load((L*)b + 1, 0) : b0, b2 = sizeof(G) > 2 ? L.Load((L*)b + 2, 0) : b0, b3 = sizeof(G) > 2 ? L.Load((L*)b + 3, 0) : b0;
            v = L.Splat(a);
            L.Accumulate(ref c00, v, b0);
            if (sizeof(G) > 1) L.Accumulate(ref c01, v, b1);
            if (sizeof(G) > 2) { L.Accumulate(ref c02, v, b2); L.Accumulate(ref c03, v, b3); }
            if (sizeof(R) > 1) { v = L.Splat(a + aRow); L.Accumulate(ref c10, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c11, v, b1); }
            if (sizeof(R) > 1 && sizeof(G) > 2) { L.Accumulate(ref c12, v, b2); L.Accumulate(ref c13, v, b3); }
            if (sizeof(R) > 2) { v = L.Splat(a + 2 * aRow); L.Accumulate(ref c20, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c21, v, b1); }
            if (sizeof(R) > 2 && sizeof(G) > 2) { L.Accumulate(ref c22, v, b2); L.Accumulate(ref c23, v, b3); }
            if (sizeof(R) > 3) { v = L.Splat(sizeof(P) <= Across ? a + 3 : a3); L.Accumulate(ref c30, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c31, v, b1); }
            if (sizeof(R) > 4) { v = L.Splat(sizeof(P) <= Across ? a + 4 : a3 + aRow); L.Accumulate(ref c40, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c41, v, b1); }
            if (sizeof(R) > 5) { v = L.Splat(sizeof(P) <= Across ? a + 5 : a3 + 2 * aRow); L.Accumulate(ref c50, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c51, v, b1); }
            if (sizeof(R) > 6) { v = L.Splat(sizeof(P) <= Across ? a + 6 : a6); L.Accumulate(ref c60, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c61, v, b1); }
            if (sizeof(R) > 7) { v = L.Splat(sizeof(P) <= Across ? a + 7 : a6 + aRow); L.Accumulate(ref c70, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c71, v, b1); }
            if (sizeof(R) > 8) { v = L.Splat(sizeof(P) <= Across ? a + 8 : a6 + 2 * aRow); L.Accumulate(ref c80, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c81, v, b1); }
            if (sizeof(R) > 9) { v = L.Splat(sizeof(P) <= Across ? a + 9 : a9); L.Accumulate(ref c90, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c91, v, b1); }
            if (sizeof(R) > 10) { v = L.Splat(sizeof(P) <= Across ? a + 10 : a9 + aRow); L.Accumulate(ref ca0, v, b0); if (sizeof(G) > 1) L.Accumulate(ref ca1, v, b1); }
            if (sizeof(R) > 11) { v = L.Splat(sizeof(P) <= Across ? a + 11 : a9 + 2 * aRow); L.Accumulate(ref cb0, v, b0); if (sizeof(G) > 1) L.Accumulate(ref cb1, v, b1); }

            Prefetch<L, G>((byte*)(b + (Ahead + 1) * bStep));
            b0 = L.Load(b + bStep, 0);
            if (sizeof(G) > 1) b1 = L.Load((L*)(b + bStep) + 1, 0);
            if (sizeof(G) > 2) { b2 = L.Load((L*)(b + bStep) + 2, 0); b3 = L.Load((L*)(b + bStep) + 3, 0); }
            v = L.Splat(a + aStep);
            L.Accumulate(ref c00, v, b0);
            if (sizeof(G) > 1) L.Accumulate(ref c01, v, b1);
            if (sizeof(G) > 2) { L.Accumulate(ref c02, v, b2); L.Accumulate(ref c03, v, b3); }
            if (sizeof(R) > 1) { v = L.Splat(a + aRow + aStep); L.Accumulate(ref c10, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c11, v, b1); }
            if (sizeof(R) > 1 && sizeof(G) > 2) { L.Accumulate(ref c12, v, b2); L.Accumulate(ref c13, v, b3); }
            if (sizeof(R) > 2) { v = L.Splat(a + 2 * aRow + aStep); L.Accumulate(ref c20, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c21, v, b1); }
            if (sizeof(R) > 2 && sizeof(G) > 2) { L.Accumulate(ref c22, v, b2); L.Accumulate(ref c23, v, b3); }
            if (sizeof(R) > 3) { v = L.Splat(sizeof(P) <= Across ? a + 3 + aStep : a3 + aStep); L.Accumulate(ref c30, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c31, v, b1); }
            if (sizeof(R) > 4) { v = L.Splat(sizeof(P) <= Across ? a + 4 + aStep : a3 + aRow + aStep); L.Accumulate(ref c40, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c41, v, b1); }
            if (sizeof(R) > 5) { v = L.Splat(sizeof(P) <= Across ? a + 5 + aStep : a3 + 2 * aRow + aStep); L.Accumulate(ref c50, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c51, v, b1); }
            if (sizeof(R) > 6) { v = L.Splat(sizeof(P) <= Across ? a + 6 + aStep : a6 + aStep); L.Accumulate(ref c60, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c61, v, b1); }
            if (sizeof(R) > 7) { v = L.Splat(sizeof(P) <= Across ? a + 7 + aStep : a6 + aRow + aStep); L.Accumulate(ref c70, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c71, v, b1); }
            if (sizeof(R) > 8) { v = L.Splat(sizeof(P) <= Across ? a + 8 + aStep : a6 + 2 * aRow + aStep); L.Accumulate(ref c80, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c81, v, b1); }
            if (sizeof(R) > 9) { v = L.Splat(sizeof(P) <= Across ? a + 9 + aStep : a9 + aStep); L.Accumulate(ref c90, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c91, v, b1); }
            if (sizeof(R) > 10) { v = L.Splat(sizeof(P) <= Across ? a + 10 + aStep : a9 + aRow + aStep); L.Accumulate(ref ca0, v, b0); if (sizeof(G) > 1) L.Accumulate(ref ca1, v, b1); }
            if (sizeof(R) > 11) { v = L.Splat(sizeof(P) <= Across ? a + 11 + aStep : a9 + 2 * aRow + aStep); L.Accumulate(ref cb0, v, b0); if (sizeof(G) > 1) L.Accumulate(ref cb1, v, b1); }

            a += 2 * aStep;
            if (sizeof(R) > 3 && sizeof(P) > Across) a3 += 2 * aStep;
            if (sizeof(R) > 6 && sizeof(P) > Across) a6 += 2 * aStep;
            if (sizeof(R) > 9 && sizeof(P) > Across) a9 += 2 * aStep;
            b += 2 * bStep;
        }
        for (; k > 0; k--)
        {
            L v, b0 = L.Load(b, 0), b1 = sizeof(G) > 1 ? L.Load((L*)b + 1, 0) : b0, b2 = sizeof(G) > 2 ? L.Load((L*)b + 2, 0) : b0, b3 = sizeof(G) > 2 ? L.Load((L*)b + 3, 0) : b0;
            v = L.Splat(a);
            L.Accumulate(ref c00, v, b0);
            if (sizeof(G) > 1) L.Accumulate(ref c01, v, b1);
            if (sizeof(G) > 2) { L.Accumulate(ref c02, v, b2); L.Accumulate(ref c03, v, b3); }
            if (sizeof(R) > 1) { v = L.Splat(a + aRow); L.Accumulate(ref c10, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c11, v, b1); }
            if (sizeof(R) > 1 && sizeof(G) > 2) { L.Accumulate(ref c12, v, b2); L.Accumulate(ref c13, v, b3); }
            if (sizeof(R) > 2) { v = L.Splat(a + 2 * aRow); L.Accumulate(ref c20, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c21, v, b1); }
            if (sizeof(R) > 2 && sizeof(G) > 2) { L.Accumulate(ref c22, v, b2); L.Accumulate(ref c23, v, b3); }
            if (sizeof(R) > 3) { v = L.Splat(sizeof(P) <= Across ? a + 3 : a3); L.Accumulate(ref c30, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c31, v, b1); }
            if (sizeof(R) > 4) { v = L.Splat(sizeof(P) <= Across ? a + 4 : a3 + aRow); L.Accumulate(ref c40, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c41, v, b1); }
            if (sizeof(R) > 5) { v = L.Splat(sizeof(P) <= Across ? a + 5 : a3 + 2 * aRow); L.Accumulate(ref c50, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c51, v, b1); }
            if (sizeof(R) > 6) { v = L.Splat(sizeof(P) <= Across ? a + 6 : a6); L.Accumulate(ref c60, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c61, v, b1); }
            if (sizeof(R) > 7) { v = L.Splat(sizeof(P) <= Across ? a + 7 : a6 + aRow); L.Accumulate(ref c70, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c71, v, b1); }
            if (sizeof(R) > 8) { v = L.Splat(sizeof(P) <= Across ? a + 8 : a6 + 2 * aRow); L.Accumulate(ref c80, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c81, v, b1); }
            if (sizeof(R) > 9) { v = L.Splat(sizeof(P) <= Across ? a + 9 : a9); L.Accumulate(ref c90, v, b0); if (sizeof(G) > 1) L.Accumulate(ref c91, v, b1); }
            if (sizeof(R) > 10) { v = L.Splat(sizeof(P) <= Across ? a + 10 : a9 + aRow); L.Accumulate(ref ca0, v, b0); if (sizeof(G) > 1) L.Accumulate(ref ca1, v, b1); }
            if (sizeof(R) > 11) { v = L.Splat(sizeof(P) <= Across ? a + 11 : a9 + 2 * aRow); L.Accumulate(ref cb0, v, b0); if (sizeof(G) > 1) L.Accumulate(ref cb1, v, b1); }

            a += aStep;
            if (sizeof(R) > 3 && sizeof(P) > Across) a3 += aStep;
            if (sizeof(R) > 6 && sizeof(P) > Across) a6 += aStep;
            if (sizeof(R) > 9 && sizeof(P) > Across) a9 += aStep;
            b += bStep;
        }
        Write<T, L, G>(c00, c01, c02, c03, c, factor);
        if (sizeof(R) > 1) Write<T, L, G>(c10, c11, c12, c13, c + ldc, factor);
        if (sizeof(R) > 2) Write<T, L, G>(c20, c21, c22, c23, c + 2 * ldc, factor);
        if (sizeof(R) > 3) Write<T, L, G>(c30, c31, c30, c30, c + 3 * ldc, factor);
        if (sizeof(R) > 4) Write<T, L, G>(c40, c41, c40, c40, c + 4 * ldc, factor);
        if (sizeof(R) > 5) Write<T, L, G>(c50, c51, c50, c50, c + 5 * ldc, factor);
        if (sizeof(R) > 6) Write<T, L, G>(c60, c61, c60, c60, c + 6 * ldc, factor);
        if (sizeof(R) > 7) Write<T, L, G>(c70, c71, c70, c70, c + 7 * ldc, factor);
        if (sizeof(R) > 8) Write<T, L, G>(c80, c81, c80, c80, c + 8 * ldc, factor);
        if (sizeof(R) > 9) Write<T, L, G>(c90, c91, c90, c90, c + 9 * ldc, factor);
        if (sizeof(R) > 10) Write<T, L, G>(ca0, ca1, ca0, ca0, c + 10 * ldc, factor);
        if (sizeof(R) > 11) Write<T, L, G>(cb0, cb1, cb0, cb0, c + 11 * ldc, factor);
    }

    /// <summary>C[r, j] = tile[r, j], or C[r, j] += factor·tile[r, j], for a tile that is not as wide as those of the micro-kernel.</summary>
    /// <param name="tile">The first element; its content is lost.</param>
    /// <param name="wide">Elements from a row of it to the next.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="c">Where it goes.</param>
    /// <param name="ldc">Elements from a row of C to the next.</param>
    /// <param name="factor">What the tile is multiplied by, rounded, and added to C; null if C is not read but written over.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="L">The register.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Merge<T, L>(T* tile, int wide, int rows, int columns, T* c, nint ldc, T* factor) where T : unmanaged, INumber<T> where L : unmanaged, ILane<L>
    {
        int full = columns - columns % L.Width, left = columns - full;
        if (factor != null)
        {
            // All of C is read before any is written: what was stored by mask is not there for a load just behind it.
            T* sum = tile, from = c;
            L by = L.Splat(factor);
            for (int i = 0; i < rows; i++, sum += wide, from += ldc)
            {
                for (nint j = 0; j < full; j += L.Width) (L.Load(from, j) + by * L.Load(sum, j)).Store(sum, j);
                if (left > 0) (L.LoadPartial(from, full, left) + by * L.Load(sum, full)).Store(sum, full);
            }
        }
        for (int i = 0; i < rows; i++, tile += wide, c += ldc)
        {
            for (nint j = 0; j < full; j += L.Width) L.Load(tile, j).Store(c, j);
            if (left > 0) L.Load(tile, full).StorePartial(c, full, left);
        }
    }

    // A row of a tile that starts on a cache line; B's rows come from the second-level cache, and its latency is longer than what a core looks ahead.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<L, G>(byte* row) where L : unmanaged, ILane<L> where G : unmanaged, ITileCount
    {
        if (!Sse.IsSupported) return;
        Sse.Prefetch0(row);
        if (sizeof(G) * sizeof(L) > 64) Sse.Prefetch0(row + 64);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<T, L, G>(L x0, L x1, L x2, L x3, T* c, T* factor) where T : unmanaged where L : unmanaged, ILane<L> where G : unmanaged, ITileCount
    {
        if (factor != null)
        {
            L by = L.Splat(factor);
            x0 = L.Load(c, 0) + by * x0;
            if (sizeof(G) > 1) x1 = L.Load((L*)c + 1, 0) + by * x1;
            if (sizeof(G) > 2)
            {
                x2 = L.Load((L*)c + 2, 0) + by * x2;
                x3 = L.Load((L*)c + 3, 0) + by * x3;
            }
        }
        x0.Store(c, 0);
        if (sizeof(G) > 1) x1.Store((L*)c + 1, 0);
        if (sizeof(G) > 2)
        {
            x2.Store((L*)c + 2, 0);
            x3.Store((L*)c + 3, 0);
        }
    }
}
