using System.Buffers.Binary;
using System.IO.Compression;

namespace Nabla.Training;

/// <summary>Unpacks a gzip file in passing. It ends with its unpacked size (RFC 1952, ISIZE), which is held against what came out; the decoder itself is content with a
/// stream that merely stops.</summary>
sealed class CheckedGzip : Stream
{
    const int Trailer = 4;

    readonly GZipStream _gzip;
    readonly string _path;
    readonly uint? _size;
    uint _read;

    public CheckedGzip(FileStream file, string path)
    {
        Span<byte> size = stackalloc byte[Trailer];
        file.Position = Math.Max(0, file.Length - Trailer);
        _size = file.ReadAtLeast(size, Trailer, throwOnEndOfStream: false) < Trailer ? null : BinaryPrimitives.ReadUInt32LittleEndian(size);
        file.Position = 0;
        (_gzip, _path) = (new(file, CompressionMode.Decompress, leaveOpen: true), path);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = _gzip.Read(buffer);
        _read += (uint)read;
        return read > 0 || buffer.IsEmpty || _read == _size ? read : throw new NablaException($"{_path} is a gzip file that ends too early; download it again.");
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _gzip.Dispose();
        base.Dispose(disposing);
    }
}
