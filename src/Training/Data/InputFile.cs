using System.IO.Compression;

namespace Nabla.Training;

/// <summary>Opens files, gzip or plain, and turns whatever goes wrong into one sentence that names the file.</summary>
static class InputFile
{
    /// <summary>Runs <paramref name="read"/> on the content of a file, unpacked if it starts with the gzip magic.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads the stream.</param>
    /// <param name="inPassing">True to unpack while it is read, whatever its size; false to have a stream that knows its length.</param>
    public static T Read<T>(string path, Func<Stream, T> read, bool inPassing = false)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            if (!IsGzip(file)) return read(file);
            using Stream unpacked = inPassing ? new CheckedGzip(file, path) : Unpack(file, path);
            return read(unpacked);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NablaException($"{path}: there is no such file.", e);
        }
        catch (InvalidDataException e)
        {
            throw new NablaException($"{path} is a damaged gzip file ({e.Message.TrimEnd('.')}); download it again.", e);
        }
        catch (Exception e) when (FileErrors.Are(e))
        {
            throw new NablaException($"{path} cannot be read: {e.Message}", e);
        }
    }

    static bool IsGzip(FileStream file)
    {
        bool magic = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return magic;
    }

    // A gzip file ends with its unpacked size (RFC 1952, ISIZE); the decoder itself is content with a stream that merely stops.
    static MemoryStream Unpack(FileStream file, string path)
    {
        const int trailer = 4;
        var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true)) gzip.CopyTo(unpacked);
        file.Position = Math.Max(0, file.Length - trailer);
        Span<byte> size = stackalloc byte[trailer];
        if (file.ReadAtLeast(size, trailer, throwOnEndOfStream: false) < trailer
            || System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(size) != (uint)unpacked.Length)
            throw new NablaException($"{path} is a gzip file that ends too early; download it again.");
        unpacked.Position = 0;
        return unpacked;
    }
}
