using System.Numerics;

namespace Nabla.Ops;

/// <summary>
/// The micro-kernels of a number of rows: for operands of any kind and full tiles or half ones, and for a packed B. There is one for each number, so that no row is computed in vain, found
/// when a product is planned, because each is a generic method that must be loaded, and compiled when first called.
/// </summary>
internal readonly unsafe struct GemmTiles<T> where T : unmanaged, INumber<T>
{
    /// <param name="width">Bits of a register.</param>
    /// <param name="registers">Registers of a tile's row: 1, 2 or 4.</param>
    /// <param name="rows">Rows of the tile.</param>
    /// <param name="layout">How A and a packed B lie.</param>
    public GemmTiles(int width, int registers, int rows, OperandLayout layout)
    {
        Any = Find(width, registers, rows, OperandLayout.Any);
        Narrow = registers == 2 ? Find(width, 1, rows, OperandLayout.Any) : Any;
        Packed = layout == OperandLayout.Any ? Any : Find(width, registers, rows, layout);
    }

    /// <summary>For operands that lie anyhow.</summary>
    public delegate*<nint, T*, nint, nint, T*, nint, T*, nint, T*, void> Any { get; }

    /// <summary>The same with one register a row instead of two.</summary>
    public delegate*<nint, T*, nint, nint, T*, nint, T*, nint, T*, void> Narrow { get; }

    /// <summary>For a packed B.</summary>
    public delegate*<nint, T*, nint, nint, T*, nint, T*, nint, T*, void> Packed { get; }

    /// <summary>What takes over into C a tile that is not full, of any number of rows.</summary>
    public static delegate*<T*, int, int, int, T*, nint, T*, void> Merging(int width) => width switch
    {
        512 => &GemmTile.Merge<T, Lane512<T>>,
        256 => &GemmTile.Merge<T, Lane256<T>>,
        _ => &GemmTile.Merge<T, Lane128<T>>,
    };

    private static delegate*<nint, T*, nint, nint, T*, nint, T*, nint, T*, void> Find(int width, int registers, int rows, OperandLayout layout) => width switch
    {
        512 => Find<Lane512<T>>(registers, rows, layout),
        256 => Find<Lane256<T>>(registers, rows, layout),
        _ => Find<Lane128<T>>(registers, rows, layout),
    };

    private static delegate*<nint, T*, nint, nint, T*, nint, T*, nint, T*, void> Find<L>(int registers, int rows, OperandLayout layout) where L : unmanaged, ILane<L> => layout switch
    {
        OperandLayout.Packed => Find<L, PackedOperands>(registers, rows),
        OperandLayout.Along => Find<L, AlongOperands>(registers, rows),
        OperandLayout.Across => Find<L, AcrossOperands>(registers, rows),
        _ => Find<L, AnyOperands>(registers, rows),
    };

    private static delegate*<nint, T*, nint, nint, T*, nint, T*, nint, T*, void> Find<L, P>(int registers, int rows) where L : unmanaged, ILane<L> where P : unmanaged, IOperandLayout => registers switch
    {
        1 => Find<L, P, Count1>(rows),
        2 => Find<L, P, Count2>(rows),
        _ => Find<L, P, Count4>(rows),
    };

    private static delegate*<nint, T*, nint, nint, T*, nint, T*, nint, T*, void> Find<L, P, G>(int rows) where L : unmanaged, ILane<L> where P : unmanaged, IOperandLayout where G : unmanaged, ITileCount => rows switch
    {
        1 => Tile<L, P, Count1, G>(),
        2 => Tile<L, P, Count2, G>(),
        3 => Tile<L, P, Count3, G>(),
        4 => Tile<L, P, Count4, G>(),
        5 => Tile<L, P, Count5, G>(),
        6 => Tile<L, P, Count6, G>(),
        7 => Tile<L, P, Count7, G>(),
        8 => Tile<L, P, Count8, G>(),
        9 => Tile<L, P, Count9, G>(),
        10 => Tile<L, P, Count10, G>(),
        11 => Tile<L, P, Count11, G>(),
        _ => Tile<L, P, Count12, G>(),
    };

    private static delegate*<nint, T*, nint, nint, T*, nint, T*, nint, T*, void> Tile<L, P, R, G>()
        where L : unmanaged, ILane<L> where P : unmanaged, IOperandLayout where R : unmanaged, ITileCount where G : unmanaged, ITileCount => &GemmTile.Run<T, L, P, R, G>;
}
