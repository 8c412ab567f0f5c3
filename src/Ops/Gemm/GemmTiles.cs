using System.Numerics;

namespace Nabla.Ops;

/// <summary>The micro-kernels of a register width, one for each number of rows, so that no row is computed in vain. Compiled when first called.</summary>
internal readonly unsafe struct GemmTiles<T> where T : unmanaged, INumber<T>
{
    private readonly nint[] _strided, _packed;

    private GemmTiles(nint[] strided, nint[] packed) => (_strided, _packed) = (strided, packed);

    /// <summary>Those of registers of <paramref name="width"/> bits, for tiles of 1, 2 or 4 registers a row.</summary>
    public static GemmTiles<T> Of(int width, int registers) => width switch
    {
        512 => Of<Lane512<T>>(registers),
        256 => Of<Lane256<T>>(registers),
        _ => Of<Lane128<T>>(registers),
    };

    /// <summary>The one for <paramref name="rows"/> rows, of packed operands or of any.</summary>
    public delegate*<nint, T*, nint, nint, T*, nint, T*, nint, bool, void> this[int rows, bool packed] =>
        (delegate*<nint, T*, nint, nint, T*, nint, T*, nint, bool, void>)(packed ? _packed : _strided)[rows - 1];

    private static GemmTiles<T> Of<L>(int registers) where L : struct, ILane<L> => registers switch
    {
        1 => new(AnyRows<L, StridedOperands, Count1>(), AnyRows<L, PackedOperands, Count1>()),
        2 => new(AnyRows<L, StridedOperands, Count2>(), AnyRows<L, PackedOperands, Count2>()),
        _ => new(FewRows<L, StridedOperands, Count4>(), FewRows<L, PackedOperands, Count4>()),
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
