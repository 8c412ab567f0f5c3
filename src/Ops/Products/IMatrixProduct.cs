namespace Nabla.Ops;

/// <summary>α·op(A)·op(B) + β·C, for matrices.</summary>
/// <param name="TransA">A is read transposed.</param>
/// <param name="TransB">B is read transposed.</param>
/// <param name="Alpha">The factor of the product.</param>
/// <param name="Beta">The factor of C, where there is one.</param>
public readonly record struct ProductForm(bool TransA, bool TransB, double Alpha = 1, double Beta = 1);

/// <summary>An op that multiplies two matrices, its inputs 0 and 1, and may add a third: passes give it transposes, a bias and an activation.</summary>
public interface IMatrixProduct
{
    /// <summary>What it computes.</summary>
    ProductForm Form { get; }
}

/// <summary>An op that only puts the dimensions of its input in another order.</summary>
public interface ITransposition
{
    /// <summary>Dimension i of the result is dimension <c>[i]</c> of the input.</summary>
    /// <param name="rank">The input's rank.</param>
    IReadOnlyList<int> Permutation(int rank);
}
