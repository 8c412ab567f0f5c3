using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The product of the pivots.</summary>
readonly unsafe struct Determinant : IMatrixAlgorithm
{
    public static BadPivot? Run<L>(double* a, double* x, int* order, int n, int columns) where L : struct, ILane<L>
    {
        bool singular = Elimination.Reduce<L>(a, x, n, 0, out double product) is not null;
        for (int i = 0; i < n; i++) product *= a[i * n + i];
        *x = singular ? 0 : product;
        return null;
    }

    public static string Explain(BadPivot pivot) => "";
}
