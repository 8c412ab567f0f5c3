namespace Nabla.Ops;

/// <summary>An op that multiplies its two inputs as matrices: passes read its transposed operands in place and give it an epilogue.</summary>
public interface IMatrixProduct;

/// <summary>An op that only puts the dimensions of its input in another order.</summary>
public interface ITransposition
{
    /// <summary>Dimension i of the result is dimension <c>[i]</c> of the input.</summary>
    /// <param name="rank">The input's rank.</param>
    IReadOnlyList<int> Permutation(int rank);
}
