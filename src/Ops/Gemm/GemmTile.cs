using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>Whether a tile's operands are packed; a type, so that the micro-kernel is compiled for each.</summary>
internal interface IOperandLayout
{
    static abstract bool Packed { get; }
}

internal readonly struct PackedOperands : IOperandLayout
{
    public static bool Packed => true;
}

internal readonly struct StridedOperands : IOperandLayout
{
    public static bool Packed => false;
}

/// <summary>The micro-kernel: a tile of C, 6 rows by 2 registers, whose 12 sums never leave the registers.</summary>
internal static unsafe class GemmTile
{
    public const int Rows = 6;

    /// <summary>
    /// C[r, j] = Σₚ A[r, p]·B[p, j] in ascending p, or C[r, j] += that, for r in 0 … 5 and j in 0 … 2·Width − 1.
    /// </summary>
    /// <param name="k">How many terms.</param>
    /// <param name="a">Element (r, p) of A at <c>a[r·aRow + p·aStep]</c>.</param>
    /// <param name="aRow">Elements from a row of A to the next.</param>
    /// <param name="aStep">Elements from a column of A to the next.</param>
    /// <param name="b">Row p of B, 2·Width elements, at <c>b[p·bStep]</c>.</param>
    /// <param name="bStep">Elements from a row of B to the next.</param>
    /// <param name="c">The tile's first element.</param>
    /// <param name="ldc">Elements from a row of C to the next.</param>
    /// <param name="add">Whether to add to C; if not, C is not read.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, L, P>(nint k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint ldc, bool add)
        where T : unmanaged, INumber<T>
        where L : struct, ILane<L>
        where P : struct, IOperandLayout
    {
        // Constants where packed: the addresses then are displacements, which leaves the issue slots to the arithmetic.
        if (P.Packed) (aRow, aStep, bStep) = (1, Rows, 2 * L.Width);
        L c00 = L.Zero, c01 = L.Zero, c10 = L.Zero, c11 = L.Zero, c20 = L.Zero, c21 = L.Zero;
        L c30 = L.Zero, c31 = L.Zero, c40 = L.Zero, c41 = L.Zero, c50 = L.Zero, c51 = L.Zero;
        T* a3 = a + 3 * aRow;
        for (; k > 0; k--)
        {
            L b0 = L.Load(b, 0), b1 = L.Load(b, L.Width);
            var v = L.Splat(a);
            c00 = L.MulAdd(v, b0, c00);
            c01 = L.MulAdd(v, b1, c01);
            v = L.Splat(a + aRow);
            c10 = L.MulAdd(v, b0, c10);
            c11 = L.MulAdd(v, b1, c11);
            v = L.Splat(a + 2 * aRow);
            c20 = L.MulAdd(v, b0, c20);
            c21 = L.MulAdd(v, b1, c21);
            v = L.Splat(a3);
            c30 = L.MulAdd(v, b0, c30);
            c31 = L.MulAdd(v, b1, c31);
            v = L.Splat(a3 + aRow);
            c40 = L.MulAdd(v, b0, c40);
            c41 = L.MulAdd(v, b1, c41);
            v = L.Splat(a3 + 2 * aRow);
            c50 = L.MulAdd(v, b0, c50);
            c51 = L.MulAdd(v, b1, c51);
            a += aStep;
            a3 += aStep;
            b += bStep;
        }
        Write(c00, c01, c, add);
        Write(c10, c11, c + ldc, add);
        Write(c20, c21, c + 2 * ldc, add);
        Write(c30, c31, c + 3 * ldc, add);
        Write(c40, c41, c + 4 * ldc, add);
        Write(c50, c51, c + 5 * ldc, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<T, L>(L x, L y, T* c, bool add) where T : unmanaged where L : struct, ILane<L>
    {
        if (add)
        {
            x = L.Load(c, 0) + x;
            y = L.Load(c, L.Width) + y;
        }
        x.Store(c, 0);
        y.Store(c, L.Width);
    }
}
