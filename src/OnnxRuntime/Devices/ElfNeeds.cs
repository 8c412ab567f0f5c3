using System.Buffers.Binary;
using System.Text;

namespace Nabla.OnnxRuntime;

/// <summary>Which libraries a Linux library needs, read from the file itself (ELF, 64 bits, little-endian): entries DT_NEEDED of its dynamic section.</summary>
static class ElfNeeds
{
    const int Load = 1, Dynamic = 2, Needed = 1, Strings = 5;

    /// <summary>The names; none for a file of another kind.</summary>
    public static IReadOnlyList<string> Of(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Of(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    static List<string> Of(FileStream file)
    {
        var header = Read(file, 0, 64);
        if (header.Length < 64 || !header.AsSpan(0, 4).SequenceEqual("\u007fELF"u8) || header[4] != 2 || header[5] != 1) return [];
        var (at, size, count) = (Long(header, 32), Short(header, 54), Short(header, 56));
        var segments = Enumerable.Range(0, count).Select(i => Read(file, at + (long)i * size, 56)).Where(s => s.Length == 56)
            .Select(s => (Type: Int(s, 0), Offset: Long(s, 8), Address: Long(s, 16), Bytes: Long(s, 32))).ToList();
        if (segments.FirstOrDefault(s => s.Type == Dynamic) is not { Bytes: > 0 and < 1 << 20 } dynamic) return [];
        var entries = Read(file, dynamic.Offset, (int)dynamic.Bytes);
        var tags = Enumerable.Range(0, entries.Length / 16).Select(i => (Tag: Long(entries, 16 * i), Value: Long(entries, 16 * i + 8))).ToList();
        long table = tags.FirstOrDefault(t => t.Tag == Strings).Value;
        var holder = segments.FirstOrDefault(s => s.Type == Load && s.Address <= table && table < s.Address + s.Bytes);
        return [.. tags.Where(t => t.Tag == Needed).Select(t => Text(file, table - holder.Address + holder.Offset + t.Value))];
    }

    static string Text(FileStream file, long at)
    {
        var bytes = Read(file, at, 256);
        int end = Array.IndexOf(bytes, (byte)0);
        return Encoding.ASCII.GetString(bytes, 0, end < 0 ? bytes.Length : end);
    }

    static byte[] Read(FileStream file, long at, int count)
    {
        if (at < 0 || at >= file.Length) return [];
        var bytes = new byte[Math.Min(count, file.Length - at)];
        file.Position = at;
        file.ReadExactly(bytes);
        return bytes;
    }

    static long Long(byte[] from, int at) => BinaryPrimitives.ReadInt64LittleEndian(from.AsSpan(at));

    static int Int(byte[] from, int at) => BinaryPrimitives.ReadInt32LittleEndian(from.AsSpan(at));

    static int Short(byte[] from, int at) => BinaryPrimitives.ReadUInt16LittleEndian(from.AsSpan(at));
}
