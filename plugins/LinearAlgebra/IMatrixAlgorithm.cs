using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>What is done with each matrix of a batch, in float64.</summary>
unsafe interface IMatrixAlgorithm
{
    /// <summary>Computes the result of one matrix.</summary>
    /// <param name="a">The matrix, n × n; may be overwritten.</param>
    /// <param name="x">The right-hand sides, n × columns, where there are any; takes the result.</param>
    /// <param name="order">Room for n numbers.</param>
    /// <param name="n">Rows and columns.</param>
    /// <param name="columns">Columns of the right-hand sides or of the result.</param>
    /// <returns>The pivot that put an end to it, or null.</returns>
    static abstract BadPivot? Run<L>(double* a, double* x, int* order, int n, int columns) where L : struct, ILane<L>;

    /// <summary>What a bad pivot means, and the way out.</summary>
    static abstract string Explain(BadPivot pivot);
}

/// <summary>A pivot that an algorithm cannot go on with.</summary>
/// <param name="Index">Its row.</param>
/// <param name="Value">The number.</param>
readonly record struct BadPivot(int Index, double Value);
