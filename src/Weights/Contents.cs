namespace Nabla.Weights;

/// <summary>Reads a tensor's bytes straight into its memory.</summary>
static class Contents
{
    // Spans end there.
    public const long MaxBytes = int.MaxValue;

    /// <summary>The number of bytes that a tensor takes, or null if it is none that can be held.</summary>
    public static long? Bytes(ElementType element, ReadOnlySpan<long> dims)
    {
        Int128 count = 1;
        foreach (long d in dims)
        {
            if (d < 0) return null;
            count = d == 0 ? 0 : count * d;
            // A later 0 makes it small again, but nobody has such sizes.
            if (count > MaxBytes) return null;
        }
        Int128 bytes = (count * element.Bits() + 7) / 8;
        return bytes <= MaxBytes ? (long)bytes : null;
    }

    /// <summary>A tensor of the next bytes of a stream, which are known to be there.</summary>
    public static Tensor Read(Stream stream, ElementType element, ReadOnlySpan<long> dims) => Tensor.Create(element, dims, (stream, element), static (bytes, from) =>
    {
        from.stream.ReadExactly(bytes);
        // Any non-zero byte is true in a file; in memory only 1 is.
        if (from.element == ElementType.Bool) foreach (ref byte b in bytes) b = b == 0 ? (byte)0 : (byte)1;
    });
}
