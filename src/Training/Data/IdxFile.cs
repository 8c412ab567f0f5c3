using System.Buffers.Binary;

namespace Nabla.Training;

/// <summary>An IDX file of unsigned bytes: the format of MNIST and of data sets shaped like it. Big-endian magic 0x000008dd (dd: the number of
/// dimensions), one 32-bit size per dimension, then the elements, row-major. Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".</summary>
public sealed class IdxFile
{
    const int MaxRank = 8;

    IdxFile(string path, int[] sizes, byte[] data) => (Path, Sizes, Data) = (path, sizes, data);

    /// <summary>Where it was read from.</summary>
    public string Path { get; }

    /// <summary>The sizes, outermost first.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The elements.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Reads a file, gzip (recognised by its content) or plain.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rank">The number of dimensions that it must have, such as 3 for images and 1 for labels.</param>
    /// <exception cref="NablaException">The file is missing, unreadable, of another format, too short or too long.</exception>
    public static IdxFile Read(string path, int rank) => InputFile.Read(path, stream => Read(stream, path, rank));

    static IdxFile Read(Stream stream, string path, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, MaxRank);
        Span<byte> header = stackalloc byte[4 * (1 + MaxRank)];
        header = header[..(4 * (1 + rank))];
        int got = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        uint expected = 0x0800u + (uint)rank;
        if (got >= 4 && BinaryPrimitives.ReadUInt32BigEndian(header) is var magic && magic != expected)
            throw new NablaException($"{path} is no IDX file of unsigned bytes in {rank} dimensions: it starts with 0x{magic:x8} instead of 0x{expected:x8}.");
        if (got < header.Length) throw new NablaException($"{path} ends within its header ({got} of {header.Length} bytes); download it again.");
        var sizes = new int[rank];
        UInt128 count = 1;
        for (int i = 0; i < rank; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(header[(4 * (i + 1))..]);
            count *= size;
            sizes[i] = (int)Math.Min(size, int.MaxValue);
        }
        long left = stream.Length - stream.Position;
        if (count != (ulong)left)
            throw new NablaException($"{path} is {((ulong)left < count ? "cut short" : "too long")}: its header promises {count} elements, and {left} follow; download it again.");
        if (count > (ulong)Array.MaxLength) throw new NablaException($"{path} holds {count} elements; at most {Array.MaxLength} can be read.");
        var data = new byte[(int)count];
        stream.ReadExactly(data);
        return new(path, sizes, data);
    }
}
