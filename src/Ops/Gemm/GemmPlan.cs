namespace Nabla.Ops;

/// <summary>How a product is cut up: depends on the shape and the register width only, never on threads, so the bits do not either.</summary>
internal readonly struct GemmPlan
{
    /// <summary>More terms than this are summed in several passes over C.</summary>
    public const int MostDepth = 1024;

    // A block of B (Depth × BlockColumns) takes half of a 512 KiB second-level cache, a strip of A the first level.
    private const int BlockBytes = 256 * 1024;
    // A strip of the block lies in the first level beside that of A while its epilogue runs.
    private const int TileBytes = 12 * 1024;

    public GemmPlan(int m, int n, int k, int tileColumns, int elementSize, bool hasMemory)
    {
        TileColumns = tileColumns;
        RowStrips = Divide(m, GemmTile.Rows);
        ColumnStrips = Divide(n, tileColumns);

        // Even depths.
        Depth = Math.Max(1, Divide(k, Math.Max(1, Divide(k, MostDepth))));

        // Whole multiples of 16 elements, however wide the registers: an epilogue's parts then begin where its vectors do.
        int unit = Math.Max(tileColumns, 16);
        int units = Divide(n, unit);
        int most = BlockBytes / (elementSize * Depth * unit);
        if (!hasMemory) most = Math.Min(most, TileBytes / (elementSize * GemmTile.Rows * unit));
        BlockColumns = Math.Max(1, Divide(units, Math.Max(1, Divide(units, Math.Max(1, most))))) * unit;
        ColumnBlocks = Divide(n, BlockColumns);
    }

    /// <summary>Columns of a register tile.</summary>
    public int TileColumns { get; }

    /// <summary>Strips of six rows, the last perhaps not full.</summary>
    public int RowStrips { get; }

    /// <summary>Strips of a tile's columns, the last perhaps not full.</summary>
    public int ColumnStrips { get; }

    /// <summary>Terms summed in registers before they go to C.</summary>
    public int Depth { get; }

    /// <summary>Columns a task works on, so that its part of B stays in the second-level cache.</summary>
    public int BlockColumns { get; }

    /// <summary>How many blocks of columns.</summary>
    public int ColumnBlocks { get; }

    private static int Divide(int x, int by) => (int)(((long)x + by - 1) / by);
}
