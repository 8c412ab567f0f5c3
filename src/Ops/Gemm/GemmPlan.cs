namespace Nabla.Ops;

/// <summary>How a product is cut up. What the bits depend on, the depth, follows from the shape alone.</summary>
internal readonly struct GemmPlan
{
    /// <summary>More terms than this are summed in several passes over C.</summary>
    public const int MostDepth = 1024;

    // What a thread packs of B is little beside the operands, as well as beside the second-level cache.
    private const int PartOfOperands = 36;

    // A part of C that has no memory lies in the first level while its epilogue runs.
    private const int StripBytes = 12 * 1024;

    public GemmPlan(int m, int n, int k, int width, int elementSize, bool hasMemory, bool packsParts, GemmHalves halves, int matrices = 0)
    {
        int lane = width / 8 / elementSize;
        // One row has one sum a register: four registers hide what an addition takes.
        Registers = n <= lane ? 1 : m <= 3 && n > 2 * lane ? 4 : 2;
        TileRows = RowsOfTile(width);
        TileColumns = Registers * lane;
        RowStrips = Divide(m, TileRows);
        ColumnStrips = Divide(n, TileColumns);

        Halves = halves;

        // Even depths.
        int depths = halves == GemmHalves.Terms ? 2 * Divide(Divide(k, 2), MostDepth) : Divide(k, MostDepth);
        Depth = Math.Max(1, Divide(k, Math.Max(1, depths)));
        HalfOfTerms = depths / 2 * Depth;

        // Whole multiples of 16 elements, however wide the registers: an epilogue's parts then begin where its vectors do.
        UnitStrips = Math.Max(1, 16 / TileColumns);
        int units = Divide(n, UnitStrips * TileColumns);
        int unit = elementSize * Depth * UnitStrips * TileColumns;
        // Where A's part fits the second level, it is left room there from one block to the next.
        int room = (long)m * Depth * elementSize <= CacheSizes.SecondLevel ? CacheSizes.SecondLevel / 4 : CacheSizes.SecondLevel / 2;
        if (packsParts)
        {
            room = (int)Math.Min(room, ((long)m * k + (long)k * n + (long)m * n * Math.Max(1, matrices)) * elementSize / PartOfOperands);
            IsShared = halves == GemmHalves.Rows && (long)units * unit <= 2L * room;
            if (IsShared) room = units * unit;
        }
        int most = room / unit;
        if (!hasMemory) most = Math.Min(most, StripBytes / (elementSize * Math.Clamp(m, 1, TileRows) * UnitStrips * TileColumns));
        MostUnits = Divide(units, Math.Max(1, Divide(units, Math.Max(1, most))));
        Units = units;
    }

    /// <summary>Rows of a full tile: with two registers a row, half or more of the registers that such a processor has hold sums.</summary>
    public static int RowsOfTile(int width) => width == 512 ? 12 : 6;

    /// <summary>Registers of a row of a tile: 1, 2 or 4.</summary>
    public int Registers { get; }

    /// <summary>Rows of a register tile.</summary>
    public int TileRows { get; }

    /// <summary>Columns of a register tile.</summary>
    public int TileColumns { get; }

    /// <summary>Strips of a tile's rows, the last perhaps not full.</summary>
    public int RowStrips { get; }

    /// <summary>Strips of a tile's columns, the last perhaps not full.</summary>
    public int ColumnStrips { get; }

    /// <summary>What is cut in two before anything else.</summary>
    public GemmHalves Halves { get; }

    /// <summary>Terms of the first half, where terms are halved.</summary>
    public int HalfOfTerms { get; }

    /// <summary>Terms summed in registers before they go to C.</summary>
    public int Depth { get; }

    /// <summary>Strips of columns that are never parted.</summary>
    public int UnitStrips { get; }

    /// <summary>How many such units C has.</summary>
    public int Units { get; }

    /// <summary>The most units that a task works on, so that its part of B stays in the second-level cache.</summary>
    public int MostUnits { get; }

    /// <summary>Whether B is packed once for all threads, each of which reads all of it, in no more memory than the blocks of two threads.</summary>
    public bool IsShared { get; }

    internal static int Divide(int x, int by) => (int)(((long)x + by - 1) / by);
}
