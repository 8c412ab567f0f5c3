using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>A⁻¹: the solution for the identity.</summary>
readonly unsafe struct Inversion : IMatrixAlgorithm
{
    public static BadPivot? Run<L>(double* a, double* x, int* order, int n, int columns) where L : struct, ILane<L>
    {
        Elimination.Identity(x, n);
        return Solution.Run<L>(a, x, order, n, n);
    }

    public static string Explain(BadPivot pivot) => Solution.Explain(pivot);
}
