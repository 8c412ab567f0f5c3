using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Nabla.Weights;

/// <summary>Orders of bytes and elements.</summary>
static class Layout
{
    /// <summary>Turns the bytes of each word around.</summary>
    /// <param name="bytes">Whole words.</param>
    /// <param name="word">Bytes of a word: 1, 2, 4 or 8.</param>
    public static void SwapBytes(Span<byte> bytes, int word)
    {
        switch (word)
        {
            case 2: BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(bytes), MemoryMarshal.Cast<byte, ushort>(bytes)); break;
            case 4: BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(bytes), MemoryMarshal.Cast<byte, uint>(bytes)); break;
            case 8: BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(bytes), MemoryMarshal.Cast<byte, ulong>(bytes)); break;
        }
    }

    /// <summary>A row-major tensor of elements that are stored with the first index fastest.</summary>
    public static Tensor RowMajor(byte[] bytes, ElementType element, long[] sizes) => Tensor.Create(element, sizes, (bytes, sizes, Size: element.Bits() / 8), static (target, from) =>
    {
        var index = new long[from.sizes.Length];
        var strides = new long[from.sizes.Length];
        long stride = 1;
        for (int axis = 0; axis < strides.Length; axis++) (strides[axis], stride) = (stride, stride * from.sizes[axis]);
        long source = 0;
        for (int at = 0; at < target.Length; at += from.Size)
        {
            from.bytes.AsSpan((int)source * from.Size, from.Size).CopyTo(target[at..]);
            for (int axis = index.Length - 1; axis >= 0; axis--)
            {
                source += strides[axis];
                if (++index[axis] < from.sizes[axis]) break;
                source -= strides[axis] * index[axis];
                index[axis] = 0;
            }
        }
    });

    /// <summary>The transpose of a matrix.</summary>
    public static Tensor Transposed(Tensor matrix) => Tensor.Create(matrix.Element, [matrix.Dims[1], matrix.Dims[0]], matrix, static (target, from) =>
    {
        var (rows, columns) = ((int)from.Dims[0], (int)from.Dims[1]);
        switch (from.Element.Bits() / 8)
        {
            case 1: Transpose<byte>(from.Bytes, target, rows, columns); break;
            case 2: Transpose<ushort>(from.Bytes, target, rows, columns); break;
            case 4: Transpose<uint>(from.Bytes, target, rows, columns); break;
            case 8: Transpose<ulong>(from.Bytes, target, rows, columns); break;
            case 16: Transpose<UInt128>(from.Bytes, target, rows, columns); break;
            default: throw new NablaException($"A matrix of {from.Element.Text()} cannot be transposed.");
        }
    });

    static void Transpose<T>(ReadOnlySpan<byte> source, Span<byte> target, int rows, int columns) where T : unmanaged
    {
        var x = MemoryMarshal.Cast<byte, T>(source);
        var y = MemoryMarshal.Cast<byte, T>(target);
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) y[j * rows + i] = x[i * columns + j];
    }
}
