using System.Buffers.Binary;
using System.Text;

namespace Nabla.Weights;

/// <summary>NumPy's format of one array: a magic, a version, the length of a header, the header as a Python literal, the bytes.
/// Source: numpy.lib.format, versions 1.0 to 3.0.</summary>
public static class Npy
{
    const int MagicBytes = 8, Alignment = 64;
    // numpy's own limit
    const int MaxHeaderBytes = 10_000;

    static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the array of a stream, from where that is to its end.</summary>
    /// <param name="stream">The content of a file; its length is known.</param>
    /// <param name="what">As errors call it.</param>
    /// <returns>Row-major and little-endian, whatever the file is.</returns>
    /// <exception cref="NablaException">The content is damaged, or of an element type that is not supported, such as objects.</exception>
    public static Tensor Read(Stream stream, string what) => Read(stream, stream.Length - stream.Position, what);

    /// <summary>The type of the array; the array itself is not read.</summary>
    /// <inheritdoc cref="Read(Stream, string)" path="/param"/>
    /// <inheritdoc cref="Read(Stream, string)" path="/exception"/>
    public static TensorType TypeOf(Stream stream, string what) => TypeOf(stream, stream.Length - stream.Position, what);

    /// <summary>Writes an array: row-major, little-endian, version 1.0. bfloat16, which NumPy lacks, is written as float32.</summary>
    /// <exception cref="NablaException">NumPy lacks the element type.</exception>
    public static void Write(Tensor tensor, Stream stream)
    {
        if (tensor.Element == ElementType.BFloat16) tensor = Conversion.Widen(tensor);
        var header = new NpyHeader(tensor.Element, false, false, tensor.Dims.ToArray()).ToString();
        int length = (MagicBytes + 2 + header.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var bytes = new byte[length];
        Magic.CopyTo(bytes);
        (bytes[6], bytes[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(MagicBytes), checked((ushort)(length - MagicBytes - 2)));
        bytes.AsSpan(MagicBytes + 2).Fill((byte)' ');
        Encoding.ASCII.GetBytes(header, bytes.AsSpan(MagicBytes + 2));
        bytes[^1] = (byte)'\n';
        stream.Write(bytes);
        stream.Write(tensor.Bytes);
    }

    internal static TensorType TypeOf(Stream stream, long length, string what)
    {
        var header = Header(stream, length, what);
        return new(header.Element, Shape.Of(header.Sizes));
    }

    /// <param name="stream">From here on.</param>
    /// <param name="length">How many bytes there are.</param>
    /// <param name="what">As errors call it.</param>
    internal static Tensor Read(Stream stream, long length, string what)
    {
        var header = Header(stream, length, what);
        if (!header.IsFortran && !header.IsBigEndian) return Contents.Read(stream, header.Element, header.Sizes);
        var stored = Contents.Read(stream, header.Element, header.Sizes);
        var bytes = stored.Bytes.ToArray();
        if (header.IsBigEndian) Layout.SwapBytes(bytes, NpyHeader.WordBytes(header.Element));
        return header.IsFortran ? Layout.RowMajor(bytes, header.Element, header.Sizes) : Tensor.FromBytes(header.Element, bytes, header.Sizes);
    }

    static NpyHeader Header(Stream stream, long length, string what)
    {
        Span<byte> start = stackalloc byte[MagicBytes + 4];
        if (length < start.Length || stream.ReadAtLeast(start[..MagicBytes], MagicBytes, throwOnEndOfStream: false) < MagicBytes || !start.StartsWith(Magic))
            throw new NablaException($"{what} is no NumPy array: it does not begin with \\x93NUMPY.");
        if (start[6] is < 1 or > 3 || start[7] != 0) throw new NablaException($"{what} is of version {start[6]}.{start[7]} of NumPy's format; 1.0, 2.0 and 3.0 are known.");
        int prefix = MagicBytes + (start[6] == 1 ? 2 : 4);
        stream.ReadExactly(start[MagicBytes..prefix]);
        uint headerBytes = start[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(start[MagicBytes..]) : BinaryPrimitives.ReadUInt32LittleEndian(start[MagicBytes..]);
        if (headerBytes > MaxHeaderBytes || prefix + headerBytes > length)
            throw new NablaException($"{what} is damaged: its header would have {headerBytes} bytes; {length - prefix} follow, and at most {MaxHeaderBytes} are read.");
        var text = new byte[headerBytes];
        stream.ReadExactly(text);
        var header = NpyHeader.Parse((start[6] == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text), what);
        var bytes = Contents.Bytes(header.Element, header.Sizes) ?? throw new NablaException($"{what} has the sizes [{string.Join(',', header.Sizes)}], more than 2 GiB.");
        if (bytes != length - prefix - headerBytes)
            throw new NablaException($"{what} is {header.Element.Text()}[{string.Join(',', header.Sizes)}], which takes {bytes} bytes, but {length - prefix - headerBytes} follow its header.");
        return header;
    }
}
