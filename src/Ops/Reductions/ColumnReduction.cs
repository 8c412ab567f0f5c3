using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>Reduces down the columns of a matrix, a register of columns at a time; rows in ascending order, in blocks so that sums stay accurate.</summary>
internal static unsafe class ColumnReduction<T, R> where T : unmanaged, INumber<T> where R : struct, IReduction
{
    private const int BlockRows = 128;

    /// <summary>y[j] = finish(⊕ᵢ map(x[i·stride + j])) for i &lt; <paramref name="rows"/> and j &lt; <paramref name="columns"/>; the
    /// total is of <paramref name="count"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<L>(T* x, nint stride, nint rows, nint columns, T* y, nint count) where L : struct, ILane<L>
    {
        L finishCount = L.Of(count), start = R.Map(R.Neutral<L>());
        nint w = L.Width, j = 0;
        for (; j + 4 * w <= columns; j += 4 * w)
        {
            L t0 = start, t1 = start, t2 = start, t3 = start;
            for (nint i = 0; i < rows; i += BlockRows)
            {
                L a0 = start, a1 = start, a2 = start, a3 = start;
                T* p = x + i * stride + j;
                for (nint left = Math.Min(BlockRows, rows - i); left > 0; left--, p += stride)
                {
                    a0 = R.Combine(a0, R.Map(L.Load(p, 0)));
                    a1 = R.Combine(a1, R.Map(L.Load(p, w)));
                    a2 = R.Combine(a2, R.Map(L.Load(p, 2 * w)));
                    a3 = R.Combine(a3, R.Map(L.Load(p, 3 * w)));
                }
                t0 = R.Combine(t0, a0);
                t1 = R.Combine(t1, a1);
                t2 = R.Combine(t2, a2);
                t3 = R.Combine(t3, a3);
            }
            R.Finish(t0, finishCount).Store(y, j);
            R.Finish(t1, finishCount).Store(y, j + w);
            R.Finish(t2, finishCount).Store(y, j + 2 * w);
            R.Finish(t3, finishCount).Store(y, j + 3 * w);
        }
        for (; j < columns; j += w)
        {
            int width = (int)Math.Min(w, columns - j);
            L total = start;
            for (nint i = 0; i < rows; i += BlockRows)
            {
                L a = start;
                T* p = x + i * stride + j;
                for (nint left = Math.Min(BlockRows, rows - i); left > 0; left--, p += stride)
                    a = R.Combine(a, R.Map(width == w ? L.Load(p, 0) : L.LoadPartial(p, 0, width)));
                total = R.Combine(total, a);
            }
            total = R.Finish(total, finishCount);
            if (width == w) total.Store(y, j);
            else total.StorePartial(y, j, width);
        }
    }
}
