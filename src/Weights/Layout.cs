namespace Nabla.Weights;

/// <summary>Orders of bytes and elements.</summary>
static class Layout
{
    /// <summary>Turns the bytes of each word around.</summary>
    public static void SwapBytes(Span<byte> bytes, int word)
    {
        for (int at = 0; word > 1 && at < bytes.Length; at += word) bytes.Slice(at, word).Reverse();
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
    public static Tensor Transposed(Tensor matrix) => RowMajor(matrix.Bytes.ToArray(), matrix.Element, [matrix.Dims[1], matrix.Dims[0]]);
}
