using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Cofactors by elimination with the largest of all that is left for each pivot. With A = Pᵀ·L·U·Qᵀ, u the last pivot and d the product of the
/// others: adj A = ±Q·G·(L⁻¹P), where G = adj U = [u·d·U₁⁻¹, −d·U₁⁻¹·u₂; 0, d] for U = [U₁, u₂; 0, u]. Nothing is divided by u, so it may be 0; if
/// another pivot is 0, so are all cofactors.</summary>
readonly unsafe struct CompleteElimination : IMatrixAlgorithm
{
    public static BadPivot? Run<L>(double* a, double* x, int* order, int n, int columns) where L : struct, ILane<L>
    {
        if (n == 0) return null;
        Elimination.Identity(x, n);
        for (int i = 0; i < n; i++) order[i] = i;
        double d = 1;
        for (int c = 0; c < n - 1; c++)
        {
            d *= Pivot(a, x, order, n, c);
            if (a[c * n + c] == 0)
            {
                new Span<double>(x, n * n).Clear();
                return null;
            }
            Elimination.Clear<L>(a, x, n, n, c);
        }

        // x₁ = u·x₁ − u₂·x₂, then U₁⁻¹·x₁
        double last = a[n * n - 1];
        double* bottom = x + (n - 1) * n;
        for (int r = 0; r < n - 1; r++)
        {
            for (int j = 0; j < n; j++) x[r * n + j] *= last;
            Elimination.AddScaled<L>(x + r * n, bottom, -a[r * n + n - 1], n);
        }
        Elimination.BackSubstitute<L>(a, x, n, n - 1, n);

        // The cofactors are the transpose of the adjugate, whose rows are in the order of the exchanged columns.
        for (int r = 0; r < n; r++)
            for (int j = 0; j < n; j++) a[j * n + order[r]] = d * x[r * n + j];
        new ReadOnlySpan<double>(a, n * n).CopyTo(new(x, n * n));
        return null;
    }

    // Brings the largest of what is left to row and column c, and returns it with the sign of the exchanges.
    static double Pivot(double* a, double* x, int* order, int n, int c)
    {
        int row = c, column = c;
        for (int r = c; r < n; r++)
            for (int s = c; s < n; s++)
                if (!(Math.Abs(a[r * n + s]) <= Math.Abs(a[row * n + column]))) (row, column) = (r, s);
        double sign = 1;
        if (row != c)
        {
            sign = -sign;
            Elimination.Exchange(a + row * n, a + c * n, n);
            Elimination.Exchange(x + row * n, x + c * n, n);
        }
        if (column != c)
        {
            sign = -sign;
            for (int r = 0; r < n; r++) (a[r * n + column], a[r * n + c]) = (a[r * n + c], a[r * n + column]);
            (order[column], order[c]) = (order[c], order[column]);
        }
        return sign * a[c * n + c];
    }

    public static string Explain(BadPivot pivot) => "";
}
