using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>What algorithms that eliminate share. Rows are combined element by element with one rounding, so every register width gives the same bits.</summary>
static unsafe class Elimination
{
    /// <summary>Gauss's elimination with the largest of each column for its pivot: <paramref name="a"/> becomes the upper triangle, and
    /// <paramref name="x"/> what goes with it.</summary>
    /// <param name="a">n × n.</param>
    /// <param name="x">n × columns.</param>
    /// <param name="n">Rows.</param>
    /// <param name="columns">Columns of x.</param>
    /// <param name="sign">−1 for an odd number of exchanges, else 1.</param>
    /// <returns>The pivot that is 0, or null.</returns>
    public static BadPivot? Reduce<L>(double* a, double* x, int n, int columns, out double sign) where L : struct, ILane<L>
    {
        sign = 1;
        for (int c = 0; c < n; c++)
        {
            int pivot = c;
            for (int r = c + 1; r < n; r++)
                if (!(Math.Abs(a[r * n + c]) <= Math.Abs(a[pivot * n + c]))) pivot = r;
            if (a[pivot * n + c] == 0) return new(c, 0);
            if (pivot != c)
            {
                sign = -sign;
                Exchange(a + pivot * n, a + c * n, n);
                Exchange(x + pivot * columns, x + c * columns, columns);
            }
            Clear<L>(a, x, n, columns, c);
        }
        return null;
    }

    /// <summary>Takes multiples of row c off those below, so that their elements in column c vanish (they are left as they are: nothing reads them again).</summary>
    public static void Clear<L>(double* a, double* x, int n, int columns, int c) where L : struct, ILane<L>
    {
        for (int r = c + 1; r < n; r++)
        {
            double factor = -a[r * n + c] / a[c * n + c];
            AddScaled<L>(a + r * n + c + 1, a + c * n + c + 1, factor, n - c - 1);
            AddScaled<L>(x + r * columns, x + c * columns, factor, columns);
        }
    }

    /// <summary>x = U⁻¹·x for the leading <paramref name="rows"/> of the upper triangle in <paramref name="a"/>.</summary>
    public static void BackSubstitute<L>(double* a, double* x, int n, int rows, int columns) where L : struct, ILane<L>
    {
        for (int c = rows - 1; c >= 0; c--)
        {
            double pivot = a[c * n + c];
            for (int j = 0; j < columns; j++) x[c * columns + j] /= pivot;
            for (int r = 0; r < c; r++) AddScaled<L>(x + r * columns, x + c * columns, -a[r * n + c], columns);
        }
    }

    /// <summary>The identity.</summary>
    public static void Identity(double* x, int n)
    {
        new Span<double>(x, n * n).Clear();
        for (int i = 0; i < n; i++) x[i * n + i] = 1;
    }

    /// <summary>Two rows change places.</summary>
    public static void Exchange(double* a, double* b, int count)
    {
        for (int i = 0; i < count; i++) (a[i], b[i]) = (b[i], a[i]);
    }

    /// <summary>y += factor·x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled<L>(double* y, double* x, double factor, int count) where L : struct, ILane<L>
    {
        var f = L.Splat(&factor);
        nint i = 0;
        for (; i + L.Width <= count; i += L.Width) L.MulAdd(f, L.Load(x, i), L.Load(y, i)).Store(y, i);
        if (i < count) L.MulAdd(f, L.LoadPartial(x, i, count - (int)i), L.LoadPartial(y, i, count - (int)i)).StorePartial(y, i, count - (int)i);
    }
}
