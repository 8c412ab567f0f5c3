using System.Numerics;

namespace Nabla.Ops;

/// <summary>The micro-kernels of a register width and of operands that lie in some way, one for each number of rows, so that no row is computed in vain. Compiled when first called.</summary>
internal readonly unsafe struct GemmTiles<T> where T : unmanaged, INumber<T>
{
    private readonly nint[] _byRows;

    private GemmTiles(nint[] byRows) => _byRows = byRows;

    /// <summary>The one for <paramref name="rows"/> rows.</summary>
    public delegate*<nint, T*, nint, nint, T*, nint, T*, nint, bool, void> this[int rows] => (delegate*<nint, T*, nint, nint, T*, nint, T*, nint, bool, void>)_byRows[rows - 1];

    /// <summary>Those of registers of <paramref name="width"/> bits, for tiles of 1, 2 or 4 registers a row.</summary>
    public static GemmTiles<T> Of(int width, int registers, OperandLayout layout) => width switch
    {
        512 => Of<Lane512<T>>(registers, layout),
        256 => Of<Lane256<T>>(registers, layout),
        _ => Of<Lane128<T>>(registers, layout),
    };

    private static GemmTiles<T> Of<L>(int registers, OperandLayout layout) where L : struct, ILane<L> => new(layout switch
    {
        OperandLayout.Packed => Of<L, PackedOperands>(registers),
        OperandLayout.Along => Of<L, AlongOperands>(registers),
        OperandLayout.Across => Of<L, AcrossOperands>(registers),
        _ => Of<L, AnyOperands>(registers),
    });

    private static nint[] Of<L, P>(int registers) where L : struct, ILane<L> where P : struct, IOperandLayout => registers switch
    {
        1 => AnyRows<L, P, Count1>(),
        2 => AnyRows<L, P, Count2>(),
        _ => FewRows<L, P, Count4>(),
    };

    private static nint[] AnyRows<L, P, G>() where L : struct, ILane<L> where P : struct, IOperandLayout where G : struct, ITileCount =>
    [
        .. FewRows<L, P, G>(), Tile<L, P, Count4, G>(), Tile<L, P, Count5, G>(), Tile<L, P, Count6, G>(), Tile<L, P, Count7, G>(), Tile<L, P, Count8, G>(),
        Tile<L, P, Count9, G>(), Tile<L, P, Count10, G>(), Tile<L, P, Count11, G>(), Tile<L, P, Count12, G>(),
    ];

    private static nint[] FewRows<L, P, G>() where L : struct, ILane<L> where P : struct, IOperandLayout where G : struct, ITileCount =>
        [Tile<L, P, Count1, G>(), Tile<L, P, Count2, G>(), Tile<L, P, Count3, G>()];

    private static nint Tile<L, P, R, G>() where L : struct, ILane<L> where P : struct, IOperandLayout where R : struct, ITileCount where G : struct, ITileCount
    {
        delegate*<nint, T*, nint, nint, T*, nint, T*, nint, bool, void> tile = &GemmTile.Run<T, L, P, R, G>;
        return (nint)tile;
    }
}
