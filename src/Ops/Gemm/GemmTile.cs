using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Ops;

/// <summary>The micro-kernel: a tile of C, some rows by some registers, whose sums never leave the registers.</summary>
internal static unsafe class GemmTile
{
    // Rows of B between what is asked for and what is read.
    private const int Ahead = 8;

    /// <summary>
    /// C[r, j] = Σₚ A[r, p]·B[p, j] in ascending p, or C[r, j] += that, for r below <c>R.Count</c> and j below <c>G.Count</c>·Width.
    /// </summary>
    /// <param name="k">How many terms.</param>
    /// <param name="a">Element (r, p) of A at <c>a[r·aRow + p·aStep]</c>.</param>
    /// <param name="aRow">Elements from a row of A to the next.</param>
    /// <param name="aStep">Elements from a column of A to the next.</param>
    /// <param name="b">Row p of B at <c>b[p·bStep]</c>.</param>
    /// <param name="bStep">Elements from a row of B to the next.</param>
    /// <param name="c">The tile's first element.</param>
    /// <param name="ldc">Elements from a row of C to the next.</param>
    /// <param name="add">Whether to add to C; if not, C is not read.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="L">The register.</typeparam>
    /// <typeparam name="P">How the operands lie.</typeparam>
    /// <typeparam name="R">Rows: 1 … 12, with four registers a row at most 3.</typeparam>
    /// <typeparam name="G">Registers a row: 1, 2 or 4.</typeparam>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, L, P, R, G>(nint k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint ldc, bool add)
        where T : unmanaged, INumber<T>
        where L : struct, ILane<L>
        where P : struct, IOperandLayout
        where R : struct, ITileCount
        where G : struct, ITileCount
    {
        // Constants where they are known: the addresses then are displacements, which leaves the issue slots to the arithmetic.
        if (P.IsAcross) aRow = 1;
        if (P.Is == OperandLayout.Along) aStep = 1;
        if (P.Is == OperandLayout.Packed) aStep = GemmPlan.RowsOfTile(L.Width * sizeof(T) * 8);
        if (P.Is != OperandLayout.Any) bStep = G.Count * L.Width;
        L c00 = L.Zero, c01 = L.Zero, c10 = L.Zero, c11 = L.Zero, c20 = L.Zero, c21 = L.Zero, c30 = L.Zero, c31 = L.Zero;
        L c40 = L.Zero, c41 = L.Zero, c50 = L.Zero, c51 = L.Zero, c60 = L.Zero, c61 = L.Zero, c70 = L.Zero, c71 = L.Zero;
        L c80 = L.Zero, c81 = L.Zero, c90 = L.Zero, c91 = L.Zero, ca0 = L.Zero, ca1 = L.Zero, cb0 = L.Zero, cb1 = L.Zero;
        L c02 = L.Zero, c03 = L.Zero, c12 = L.Zero, c13 = L.Zero, c22 = L.Zero, c23 = L.Zero;
        T* a3 = a + 3 * aRow, a6 = a3 + 3 * aRow, a9 = a6 + 3 * aRow;
        // Two terms before the addresses move on: one at a time, they and the loop take the last of the four instructions that a core issues in a cycle, and it never catches up on
        // a number that comes late. The text stands here three times, because the JIT keeps the sums in registers only where it is not handed on by reference.
        for (; P.Is != OperandLayout.Any && k > 1; k -= 2)
        {
            Prefetch<L, G>((byte*)(b + Ahead * bStep));
            L v, b0 = L.Load(b, 0), b1 = G.Count > 1 ? L.Load(b, L.Width) : b0, b2 = G.Count > 2 ? L.Load(b, 2 * L.Width) : b0, b3 = G.Count > 2 ? L.Load(b, 3 * L.Width) : b0;
            v = L.Splat(a);
            L.Accumulate(ref c00, v, b0);
            if (G.Count > 1) L.Accumulate(ref c01, v, b1);
            if (G.Count > 2) { L.Accumulate(ref c02, v, b2); L.Accumulate(ref c03, v, b3); }
            if (R.Count > 1) { v = L.Splat(a + aRow); L.Accumulate(ref c10, v, b0); if (G.Count > 1) L.Accumulate(ref c11, v, b1); }
            if (R.Count > 1 && G.Count > 2) { L.Accumulate(ref c12, v, b2); L.Accumulate(ref c13, v, b3); }
            if (R.Count > 2) { v = L.Splat(a + 2 * aRow); L.Accumulate(ref c20, v, b0); if (G.Count > 1) L.Accumulate(ref c21, v, b1); }
            if (R.Count > 2 && G.Count > 2) { L.Accumulate(ref c22, v, b2); L.Accumulate(ref c23, v, b3); }
            if (R.Count > 3) { v = L.Splat(P.IsAcross ? a + 3 : a3); L.Accumulate(ref c30, v, b0); if (G.Count > 1) L.Accumulate(ref c31, v, b1); }
            if (R.Count > 4) { v = L.Splat(P.IsAcross ? a + 4 : a3 + aRow); L.Accumulate(ref c40, v, b0); if (G.Count > 1) L.Accumulate(ref c41, v, b1); }
            if (R.Count > 5) { v = L.Splat(P.IsAcross ? a + 5 : a3 + 2 * aRow); L.Accumulate(ref c50, v, b0); if (G.Count > 1) L.Accumulate(ref c51, v, b1); }
            if (R.Count > 6) { v = L.Splat(P.IsAcross ? a + 6 : a6); L.Accumulate(ref c60, v, b0); if (G.Count > 1) L.Accumulate(ref c61, v, b1); }
            if (R.Count > 7) { v = L.Splat(P.IsAcross ? a + 7 : a6 + aRow); L.Accumulate(ref c70, v, b0); if (G.Count > 1) L.Accumulate(ref c71, v, b1); }
            if (R.Count > 8) { v = L.Splat(P.IsAcross ? a + 8 : a6 + 2 * aRow); L.Accumulate(ref c80, v, b0); if (G.Count > 1) L.Accumulate(ref c81, v, b1); }
            if (R.Count > 9) { v = L.Splat(P.IsAcross ? a + 9 : a9); L.Accumulate(ref c90, v, b0); if (G.Count > 1) L.Accumulate(ref c91, v, b1); }
            if (R.Count > 10) { v = L.Splat(P.IsAcross ? a + 10 : a9 + aRow); L.Accumulate(ref ca0, v, b0); if (G.Count > 1) L.Accumulate(ref ca1, v, b1); }
            if (R.Count > 11) { v = L.Splat(P.IsAcross ? a + 11 : a9 + 2 * aRow); L.Accumulate(ref cb0, v, b0); if (G.Count > 1) L.Accumulate(ref cb1, v, b1); }

            Prefetch<L, G>((byte*)(b + (Ahead + 1) * bStep));
            b0 = L.Load(b + bStep, 0);
            if (G.Count > 1) b1 = L.Load(b + bStep, L.Width);
            if (G.Count > 2) { b2 = L.Load(b + bStep, 2 * L.Width); b3 = L.Load(b + bStep, 3 * L.Width); }
            v = L.Splat(a + aStep);
            L.Accumulate(ref c00, v, b0);
            if (G.Count > 1) L.Accumulate(ref c01, v, b1);
            if (G.Count > 2) { L.Accumulate(ref c02, v, b2); L.Accumulate(ref c03, v, b3); }
            if (R.Count > 1) { v = L.Splat(a + aRow + aStep); L.Accumulate(ref c10, v, b0); if (G.Count > 1) L.Accumulate(ref c11, v, b1); }
            if (R.Count > 1 && G.Count > 2) { L.Accumulate(ref c12, v, b2); L.Accumulate(ref c13, v, b3); }
            if (R.Count > 2) { v = L.Splat(a + 2 * aRow + aStep); L.Accumulate(ref c20, v, b0); if (G.Count > 1) L.Accumulate(ref c21, v, b1); }
            if (R.Count > 2 && G.Count > 2) { L.Accumulate(ref c22, v, b2); L.Accumulate(ref c23, v, b3); }
            if (R.Count > 3) { v = L.Splat(P.IsAcross ? a + 3 + aStep : a3 + aStep); L.Accumulate(ref c30, v, b0); if (G.Count > 1) L.Accumulate(ref c31, v, b1); }
            if (R.Count > 4) { v = L.Splat(P.IsAcross ? a + 4 + aStep : a3 + aRow + aStep); L.Accumulate(ref c40, v, b0); if (G.Count > 1) L.Accumulate(ref c41, v, b1); }
            if (R.Count > 5) { v = L.Splat(P.IsAcross ? a + 5 + aStep : a3 + 2 * aRow + aStep); L.Accumulate(ref c50, v, b0); if (G.Count > 1) L.Accumulate(ref c51, v, b1); }
            if (R.Count > 6) { v = L.Splat(P.IsAcross ? a + 6 + aStep : a6 + aStep); L.Accumulate(ref c60, v, b0); if (G.Count > 1) L.Accumulate(ref c61, v, b1); }
            if (R.Count > 7) { v = L.Splat(P.IsAcross ? a + 7 + aStep : a6 + aRow + aStep); L.Accumulate(ref c70, v, b0); if (G.Count > 1) L.Accumulate(ref c71, v, b1); }
            if (R.Count > 8) { v = L.Splat(P.IsAcross ? a + 8 + aStep : a6 + 2 * aRow + aStep); L.Accumulate(ref c80, v, b0); if (G.Count > 1) L.Accumulate(ref c81, v, b1); }
            if (R.Count > 9) { v = L.Splat(P.IsAcross ? a + 9 + aStep : a9 + aStep); L.Accumulate(ref c90, v, b0); if (G.Count > 1) L.Accumulate(ref c91, v, b1); }
            if (R.Count > 10) { v = L.Splat(P.IsAcross ? a + 10 + aStep : a9 + aRow + aStep); L.Accumulate(ref ca0, v, b0); if (G.Count > 1) L.Accumulate(ref ca1, v, b1); }
            if (R.Count > 11) { v = L.Splat(P.IsAcross ? a + 11 + aStep : a9 + 2 * aRow + aStep); L.Accumulate(ref cb0, v, b0); if (G.Count > 1) L.Accumulate(ref cb1, v, b1); }

            a += 2 * aStep;
            if (R.Count > 3 && !P.IsAcross) a3 += 2 * aStep;
            if (R.Count > 6 && !P.IsAcross) a6 += 2 * aStep;
            if (R.Count > 9 && !P.IsAcross) a9 += 2 * aStep;
            b += 2 * bStep;
        }
        for (; k > 0; k--)
        {
            L v, b0 = L.Load(b, 0), b1 = G.Count > 1 ? L.Load(b, L.Width) : b0, b2 = G.Count > 2 ? L.Load(b, 2 * L.Width) : b0, b3 = G.Count > 2 ? L.Load(b, 3 * L.Width) : b0;
            v = L.Splat(a);
            L.Accumulate(ref c00, v, b0);
            if (G.Count > 1) L.Accumulate(ref c01, v, b1);
            if (G.Count > 2) { L.Accumulate(ref c02, v, b2); L.Accumulate(ref c03, v, b3); }
            if (R.Count > 1) { v = L.Splat(a + aRow); L.Accumulate(ref c10, v, b0); if (G.Count > 1) L.Accumulate(ref c11, v, b1); }
            if (R.Count > 1 && G.Count > 2) { L.Accumulate(ref c12, v, b2); L.Accumulate(ref c13, v, b3); }
            if (R.Count > 2) { v = L.Splat(a + 2 * aRow); L.Accumulate(ref c20, v, b0); if (G.Count > 1) L.Accumulate(ref c21, v, b1); }
            if (R.Count > 2 && G.Count > 2) { L.Accumulate(ref c22, v, b2); L.Accumulate(ref c23, v, b3); }
            if (R.Count > 3) { v = L.Splat(P.IsAcross ? a + 3 : a3); L.Accumulate(ref c30, v, b0); if (G.Count > 1) L.Accumulate(ref c31, v, b1); }
            if (R.Count > 4) { v = L.Splat(P.IsAcross ? a + 4 : a3 + aRow); L.Accumulate(ref c40, v, b0); if (G.Count > 1) L.Accumulate(ref c41, v, b1); }
            if (R.Count > 5) { v = L.Splat(P.IsAcross ? a + 5 : a3 + 2 * aRow); L.Accumulate(ref c50, v, b0); if (G.Count > 1) L.Accumulate(ref c51, v, b1); }
            if (R.Count > 6) { v = L.Splat(P.IsAcross ? a + 6 : a6); L.Accumulate(ref c60, v, b0); if (G.Count > 1) L.Accumulate(ref c61, v, b1); }
            if (R.Count > 7) { v = L.Splat(P.IsAcross ? a + 7 : a6 + aRow); L.Accumulate(ref c70, v, b0); if (G.Count > 1) L.Accumulate(ref c71, v, b1); }
            if (R.Count > 8) { v = L.Splat(P.IsAcross ? a + 8 : a6 + 2 * aRow); L.Accumulate(ref c80, v, b0); if (G.Count > 1) L.Accumulate(ref c81, v, b1); }
            if (R.Count > 9) { v = L.Splat(P.IsAcross ? a + 9 : a9); L.Accumulate(ref c90, v, b0); if (G.Count > 1) L.Accumulate(ref c91, v, b1); }
            if (R.Count > 10) { v = L.Splat(P.IsAcross ? a + 10 : a9 + aRow); L.Accumulate(ref ca0, v, b0); if (G.Count > 1) L.Accumulate(ref ca1, v, b1); }
            if (R.Count > 11) { v = L.Splat(P.IsAcross ? a + 11 : a9 + 2 * aRow); L.Accumulate(ref cb0, v, b0); if (G.Count > 1) L.Accumulate(ref cb1, v, b1); }

            a += aStep;
            if (R.Count > 3 && !P.IsAcross) a3 += aStep;
            if (R.Count > 6 && !P.IsAcross) a6 += aStep;
            if (R.Count > 9 && !P.IsAcross) a9 += aStep;
            b += bStep;
        }
        Write<T, L, G>(c00, c01, c02, c03, c, add);
        if (R.Count > 1) Write<T, L, G>(c10, c11, c12, c13, c + ldc, add);
        if (R.Count > 2) Write<T, L, G>(c20, c21, c22, c23, c + 2 * ldc, add);
        if (R.Count > 3) Write<T, L, G>(c30, c31, c30, c30, c + 3 * ldc, add);
        if (R.Count > 4) Write<T, L, G>(c40, c41, c40, c40, c + 4 * ldc, add);
        if (R.Count > 5) Write<T, L, G>(c50, c51, c50, c50, c + 5 * ldc, add);
        if (R.Count > 6) Write<T, L, G>(c60, c61, c60, c60, c + 6 * ldc, add);
        if (R.Count > 7) Write<T, L, G>(c70, c71, c70, c70, c + 7 * ldc, add);
        if (R.Count > 8) Write<T, L, G>(c80, c81, c80, c80, c + 8 * ldc, add);
        if (R.Count > 9) Write<T, L, G>(c90, c91, c90, c90, c + 9 * ldc, add);
        if (R.Count > 10) Write<T, L, G>(ca0, ca1, ca0, ca0, c + 10 * ldc, add);
        if (R.Count > 11) Write<T, L, G>(cb0, cb1, cb0, cb0, c + 11 * ldc, add);
    }

    // A row of a tile that starts on a cache line; B's rows come from the second-level cache, and its latency is longer than what a core looks ahead.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<L, G>(byte* row) where L : struct, ILane<L> where G : struct, ITileCount
    {
        if (!Sse.IsSupported) return;
        Sse.Prefetch0(row);
        if (G.Count * Unsafe.SizeOf<L>() > 64) Sse.Prefetch0(row + 64);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<T, L, G>(L x0, L x1, L x2, L x3, T* c, bool add) where T : unmanaged where L : struct, ILane<L> where G : struct, ITileCount
    {
        if (add)
        {
            x0 = L.Load(c, 0) + x0;
            if (G.Count > 1) x1 = L.Load(c, L.Width) + x1;
            if (G.Count > 2)
            {
                x2 = L.Load(c, 2 * L.Width) + x2;
                x3 = L.Load(c, 3 * L.Width) + x3;
            }
        }
        x0.Store(c, 0);
        if (G.Count > 1) x1.Store(c, L.Width);
        if (G.Count > 2)
        {
            x2.Store(c, 2 * L.Width);
            x3.Store(c, 3 * L.Width);
        }
    }
}
