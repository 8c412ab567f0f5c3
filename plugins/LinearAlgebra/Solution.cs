using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>x = A⁻¹·x.</summary>
readonly unsafe struct Solution : IMatrixAlgorithm
{
    public static BadPivot? Run<L>(double* a, double* x, int* order, int n, int columns) where L : struct, ILane<L>
    {
        if (Elimination.Reduce<L>(a, x, n, columns, out _) is { } bad) return bad;
        Elimination.BackSubstitute<L>(a, x, n, n, columns);
        return null;
    }

    public static string Explain(BadPivot pivot) =>
        $"is singular: pivot {pivot.Index} is 0, its column follows from those before it. Add a small multiple of the identity to it, or leave out what is dependent.";
}
