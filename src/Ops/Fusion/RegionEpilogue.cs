namespace Nabla.Ops;

/// <summary>A region that takes over each part of a result as it is finished.</summary>
sealed unsafe class RegionEpilogue(RegionCode code) : ITileEpilogue
{
    public void Run(void* tile, nint stride, int row, int rows, int column, int columns, int worker) => code.Run(row, rows, column, columns, worker, tile, stride);

    public int Matrices => code.Matrices;

    public void Prepare() => code.Prepare();

    public void Prefetch(int row, int rows, int column, int columns) => code.Prefetch(row, rows, column, columns);
}
