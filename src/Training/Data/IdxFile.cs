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

    /// <summary>Reads a file as <see cref="Read(string, int)"/> does, some rows at a time: a file of any size takes the same memory.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rank">The number of dimensions that it must have.</param>
    /// <param name="rows">Rows (of the first dimension) at a time, at least 1.</param>
    /// <param name="limit">Rows at most.</param>
    /// <param name="take">Told the sizes of the whole and the elements of each part, in order; they are valid until it returns.</param>
    /// <exception cref="NablaException">As for reading at once; parts before the mistake were taken then.</exception>
    public static void ReadInParts(string path, int rank, int rows, int limit, Action<IReadOnlyList<int>, ReadOnlyMemory<byte>> take)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        InputFile.Read(path, stream =>
        {
            var (sizes, count) = Header(stream, path, rank);
            if (sizes[0] == 0) return true;
            var row = count / (uint)sizes[0];
            if (row * (uint)rows > (ulong)Array.MaxLength) throw new NablaException($"{path} holds rows of {row} elements; at most {Array.MaxLength / rows} can be read.");
            var part = new byte[(int)row * rows];
            int wanted = Math.Min(limit, sizes[0]);
            for (int done = 0; done < wanted;)
            {
                int size = Math.Min(rows, wanted - done) * (int)row, got = stream.ReadAtLeast(part.AsSpan(0, size), size, throwOnEndOfStream: false);
                if (got < size) throw Length(path, count, row * (uint)done + (uint)got, isShort: true);
                take(sizes, part.AsMemory(0, size));
                done += Math.Min(rows, wanted - done);
            }
            if (wanted == sizes[0] && stream.ReadAtLeast(part.AsSpan(0, 1), 1, throwOnEndOfStream: false) > 0) throw new NablaException($"{path} is too long: its header promises {count} elements, and more follow; download it again.");
            return true;
        }, inPassing: true);
    }

    /// <summary>True if a file, gzip or plain, begins as an IDX file of unsigned bytes of that many dimensions does.</summary>
    /// <exception cref="NablaException">It is missing or cannot be read.</exception>
    public static bool IsOne(string path, int rank) => InputFile.Read(path, stream =>
    {
        Span<byte> magic = stackalloc byte[4];
        return stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false) == 4 && BinaryPrimitives.ReadUInt32BigEndian(magic) == 0x0800u + (uint)rank;
    }, inPassing: true);

    static IdxFile Read(Stream stream, string path, int rank)
    {
        var (sizes, count) = Header(stream, path, rank);
        long left = stream.Length - stream.Position;
        if (count != (ulong)left) throw Length(path, count, (ulong)left, (ulong)left < count);
        if (count > (ulong)Array.MaxLength) throw new NablaException($"{path} holds {count} elements; at most {Array.MaxLength} can be read.");
        var data = new byte[(int)count];
        stream.ReadExactly(data);
        return new(path, sizes, data);
    }

    static NablaException Length(string path, UInt128 count, UInt128 left, bool isShort) =>
        new($"{path} is {(isShort ? "cut short" : "too long")}: its header promises {count} elements, and {left} follow; download it again.");

    static (int[] Sizes, UInt128 Count) Header(Stream stream, string path, int rank)
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
        return (sizes, count);
    }
}
