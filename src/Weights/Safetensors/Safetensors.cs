using System.Buffers.Binary;

namespace Nabla.Weights;

/// <summary>The safetensors format: the length of a header, little-endian in 8 bytes; the header, a JSON object with type, sizes and place of each tensor;
/// then the tensors' bytes, one after the other. Source: huggingface.co/docs/safetensors.</summary>
public static class Safetensors
{
    const int LengthBytes = 8;

    /// <summary>Reads all tensors.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="NablaException">The file cannot be read or is damaged, or a tensor has an element type that is not supported.</exception>
    public static WeightSet Read(string path) => InputFile.Read(path, stream => Read(stream, $"'{path}'"));

    /// <summary>Reads all tensors of a stream that can seek, from its start.</summary>
    /// <param name="stream">The content of a file.</param>
    /// <param name="what">As errors call it.</param>
    /// <exception cref="NablaException">The content is damaged, or a tensor has an element type that is not supported.</exception>
    public static WeightSet Read(Stream stream, string what)
    {
        var header = Header(stream, what, out long start);
        var weights = new WeightSet { Metadata = header.Metadata };
        foreach (var entry in header.Entries)
        {
            stream.Position = start + entry.Begin;
            weights.Add(entry.Name, Contents.Read(stream, entry.Element, entry.Sizes));
        }
        return weights;
    }

    /// <summary>The names and types of all tensors.</summary>
    /// <inheritdoc cref="Read(Stream, string)" path="/param"/>
    /// <inheritdoc cref="Read(Stream, string)" path="/exception"/>
    public static IReadOnlyList<StoredTensor> List(Stream stream, string what) =>
        [.. Header(stream, what, out _).Entries.Select(e => new StoredTensor(e.Name, new(e.Element, Shape.Of(e.Sizes))))];

    /// <summary>Writes a file: as a whole, or not at all.</summary>
    /// <param name="weights">The tensors. Those of wider element types come first, which keeps all aligned; the order is kept otherwise.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="NablaException">The format lacks an element type or a name is reserved; or the file cannot be written.</exception>
    public static void Write(WeightSet weights, string path) => AtomicFile.Write(path, stream => Write(weights, stream));

    /// <summary>Writes to a stream.</summary>
    /// <param name="weights">The tensors; those of wider element types come first.</param>
    /// <param name="stream">Where to.</param>
    /// <exception cref="NablaException">The format lacks an element type, or a name is reserved.</exception>
    public static void Write(WeightSet weights, Stream stream)
    {
        KeyValuePair<string, Tensor>[] ordered = [.. weights.OrderByDescending(w => w.Value.Element.Bits())];
        var header = SafetensorsHeader.Write(ordered, weights.Metadata);
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, tensor) in ordered) stream.Write(tensor.Bytes);
    }

    static SafetensorsHeader Header(Stream stream, string what, out long start)
    {
        stream.Position = 0;
        Span<byte> length = stackalloc byte[LengthBytes];
        if (stream.ReadAtLeast(length, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
            throw new NablaException($"{what} is no safetensors file: it has {stream.Length} bytes, fewer than the length of a header takes.");
        ulong bytes = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (bytes is < 2 or > SafetensorsHeader.MaxBytes)
            throw new NablaException($"{what} is no safetensors file, or is damaged: its header would have {bytes} bytes; it has 2 to {SafetensorsHeader.MaxBytes}.");
        start = LengthBytes + (long)bytes;
        if (start > stream.Length)
            throw new NablaException($"{what} is no safetensors file, or is cut short: its header would have {bytes} bytes, and {stream.Length - LengthBytes} follow.");
        var header = new byte[bytes];
        stream.ReadExactly(header);
        return SafetensorsHeader.Read(header, stream.Length - start, what);
    }
}
