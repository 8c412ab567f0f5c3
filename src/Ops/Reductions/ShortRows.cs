using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>
/// Rows of few columns, such as classes, turned: a register then holds one column of several rows, so that few of its elements are idle and nothing is folded at the end.
/// Each row is gone through in ascending order, whatever the register.
/// </summary>
public static unsafe class ShortRows
{
    /// <summary>The most columns of such rows.</summary>
    public const int MostColumns = 32;

    /// <summary>From so many rows on turning them in registers pays; of fewer, elements are taken one by one, in the same order.</summary>
    public const int LeastRows = 4;

    /// <summary>How many of the rows that are left, at least 1, to go through at once: as many as a register has elements, or one.</summary>
    public static int Together(nint left, int width) => left < LeastRows ? 1 : (int)Math.Min(width, left);

    /// <summary>Elements to set aside for a turned tile, with room to begin on a cache line.</summary>
    public static int Room<T>() where T : unmanaged => (MostColumns + 1) * 64 / sizeof(T);

    /// <summary>The first element on a cache line.</summary>
    public static T* Aligned<T>(T* room) where T : unmanaged => (T*)(((nuint)room + 63) & ~(nuint)63);

    /// <summary><c>tile[c·width + r] = x[r·columns + c]</c> for r below <paramref name="rows"/>, 0 for r from there to <paramref name="width"/>.</summary>
    /// <param name="x">[rows, columns], contiguous.</param>
    /// <param name="rows">How many rows, at most <paramref name="width"/>.</param>
    /// <param name="columns">How many columns, at most <see cref="MostColumns"/>.</param>
    /// <param name="width">Elements of a register.</param>
    /// <param name="tile">[columns, width].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Turn<T>(T* x, int rows, int columns, int width, T* tile) where T : unmanaged, INumber<T>
    {
        if (rows < width) new Span<T>(tile, columns * width).Clear();
        if (rows >= LeastRows) GemmPacking.Copy(x, columns, 1, rows, columns, width, tile);
        else
            for (nint r = 0; r < rows; r++)
                for (nint c = 0; c < columns; c++) tile[c * width + r] = *x++;
    }

    /// <summary><c>y[r·columns + c] = tile[c·width + r]</c> for r below <paramref name="rows"/>.</summary>
    /// <param name="tile">[columns, width].</param>
    /// <param name="rows">How many rows, at most <paramref name="width"/>.</param>
    /// <param name="columns">How many columns, at most <see cref="MostColumns"/>.</param>
    /// <param name="width">Elements of a register.</param>
    /// <param name="y">[rows, columns], contiguous.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TurnBack<T>(T* tile, int rows, int columns, int width, T* y) where T : unmanaged, INumber<T>
    {
        if (rows >= LeastRows) GemmPacking.Copy(tile, width, 1, columns, rows, columns, y);
        else
            for (nint r = 0; r < rows; r++)
                for (nint c = 0; c < columns; c++) *y++ = tile[c * width + r];
    }

    /// <summary>Has compiled what turns whole tiles; see <see cref="Kernel.Prepare"/>.</summary>
    [SkipLocalsInit]
    public static void Prepare<T>(int columns, int width) where T : unmanaged, INumber<T>
    {
        T* rows = stackalloc T[Room<T>()], tile = stackalloc T[Room<T>()];
        Turn(rows, width, columns, width, tile);
        TurnBack(tile, width, columns, width, rows);
    }
}
