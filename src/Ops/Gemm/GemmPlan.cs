namespace Nabla.Ops;

/// <summary>How a product is cut up: depends on the shape and the register width only, never on threads, so the bits do not either.</summary>
internal readonly struct GemmPlan
{
    // A block of B (Depth × BlockColumns) takes half of a 512 KiB second-level cache, a strip of A and a tile's columns of B the first level.
    private const int TargetDepth = 256;
    private const int BlockBytes = 256 * 1024;

    public GemmPlan(int m, int n, int k, int tileColumns, int elementSize)
    {
        TileColumns = tileColumns;
        RowStrips = Divide(m, GemmTile.Rows);
        ColumnStrips = Divide(n, tileColumns);

        // Even depths; a product of little more than the target stays whole.
        int blocks = Math.Max(1, (k + TargetDepth / 2) / TargetDepth);
        Depth = Math.Max(1, Divide(k, blocks));

        // Whole multiples of 16 elements, however wide the registers: an epilogue's parts then begin where its vectors do.
        int unit = Math.Max(tileColumns, 16);
        int units = Divide(n, unit);
        int most = Math.Max(1, BlockBytes / (elementSize * Depth * unit));
        BlockColumns = Math.Max(1, Divide(units, Math.Max(1, Divide(units, most)))) * unit;
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
