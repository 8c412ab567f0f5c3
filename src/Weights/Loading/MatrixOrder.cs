namespace Nabla.Weights;

/// <summary>How the matrices of a file lie, compared with those of the model.</summary>
public enum MatrixOrder
{
    /// <summary>As the shapes say; for square ones, as the file's others, or as its mark says (<see cref="WeightSet.Metadata"/>). One that nothing tells is refused.</summary>
    Guess,
    /// <summary>The same way.</summary>
    Same,
    /// <summary>Transposed: PyTorch keeps the weights of a linear layer as [out, in], Nabla as [in, out].</summary>
    Transposed,
}
