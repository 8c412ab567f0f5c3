namespace Nabla.Ops;

/// <summary>What follows a matrix product element by element (a bias, an activation, …), run on each part of C as it is finished.</summary>
public interface ITileEpilogue
{
    /// <summary>
    /// Called once for each part of C, the parts covering C without overlap, by the worker that finished it, while it is in the nearest cache.
    /// Parts begin at columns that are multiples of 16.
    /// </summary>
    /// <param name="row">The first row.</param>
    /// <param name="rows">How many rows, at least 1.</param>
    /// <param name="column">The first column.</param>
    /// <param name="columns">How many columns, at least 1.</param>
    /// <param name="worker">The thread, below the pool's number of threads.</param>
    void Run(int row, int rows, int column, int columns, int worker);
}
