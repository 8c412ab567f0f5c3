namespace Nabla.Ops;

/// <summary>What follows a matrix product element by element (a bias, an activation, …), run on each part of C as it is finished.</summary>
public interface ITileEpilogue
{
    /// <summary>
    /// Called once for each part of C, the parts covering C without overlap, by the worker that finished it, while it is in the nearest cache.
    /// Parts begin at columns that are multiples of 16.
    /// </summary>
    /// <param name="tile">The part's first element: in C, or in memory of the worker's own where there is no C.</param>
    /// <param name="stride">Elements from a row of the part to the next.</param>
    /// <param name="row">The first row.</param>
    /// <param name="rows">How many rows, at least 1.</param>
    /// <param name="column">The first column.</param>
    /// <param name="columns">How many columns, at least 1.</param>
    /// <param name="worker">The thread, below the pool's number of threads.</param>
    unsafe void Run(void* tile, nint stride, int row, int rows, int column, int columns, int worker);

    /// <summary>How many other matrices of C's shape it reads, such as a weight and its moments: if any, <see cref="Prefetch"/> is called.</summary>
    int Matrices => 0;

    /// <summary>Called before a tile is computed: asks for what <see cref="Run"/> will read beside it, so that it comes while the units multiply.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="rows">How many rows, at least 1.</param>
    /// <param name="column">The first column.</param>
    /// <param name="columns">How many columns, at least 1.</param>
    void Prefetch(int row, int rows, int column, int columns)
    {
    }

    /// <summary>Has compiled what <see cref="Run"/> calls; see <see cref="Kernel.Prepare"/>.</summary>
    void Prepare()
    {
    }
}
