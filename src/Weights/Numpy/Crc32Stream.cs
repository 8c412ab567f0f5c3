namespace Nabla.Weights;

/// <summary>Reads another stream, and sums it up as zip files do. Source: ISO 3309, reflected, polynomial 0xEDB88320.</summary>
sealed class Crc32Stream(Stream inner) : Stream
{
    static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    uint _sum = uint.MaxValue;

    /// <summary>The checksum of what was read.</summary>
    public uint Sum => ~_sum;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        foreach (byte b in buffer[..read]) _sum = Table[(byte)(_sum ^ b)] ^ _sum >> 8;
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    static uint Entry(int i)
    {
        uint sum = (uint)i;
        for (int bit = 0; bit < 8; bit++) sum = (sum & 1) == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB88320;
        return sum;
    }
}
