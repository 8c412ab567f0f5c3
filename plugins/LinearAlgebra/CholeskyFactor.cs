using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>L with L·Lᵀ = A. Row by row of Lᵀ, which lie together: each, scaled by its pivot's root, is taken off those below it.</summary>
readonly unsafe struct CholeskyFactor : IMatrixAlgorithm
{
    public static BadPivot? Run<L>(double* a, double* x, int* order, int n, int columns) where L : struct, ILane<L>
    {
        for (int r = 0; r < n; r++)
            for (int c = r + 1; c < n; c++) a[r * n + c] = a[c * n + r];
        for (int r = 0; r < n; r++)
        {
            double* row = a + r * n;
            if (!(row[r] > 0)) return new(r, row[r]);
            double root = Math.Sqrt(row[r]);
            for (int c = r; c < n; c++) row[c] /= root;
            for (int below = r + 1; below < n; below++) Elimination.AddScaled<L>(a + below * n + below, row + below, -row[below], n - below);
        }
        for (int r = 0; r < n; r++)
            for (int c = 0; c < n; c++) x[r * n + c] = c <= r ? a[c * n + r] : 0;
        return null;
    }

    public static string Explain(BadPivot pivot) =>
        FormattableString.Invariant($"is not positive definite: pivot {pivot.Index} is {pivot.Value:R}. Add a multiple of the identity to it.");
}
