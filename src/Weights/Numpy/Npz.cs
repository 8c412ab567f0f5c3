using System.IO.Compression;

namespace Nabla.Weights;

/// <summary>NumPy's format of several arrays: a zip file of <c>.npy</c> files.</summary>
public static class Npz
{
    const string Ending = ".npy";
    // Where an NPZ file has room for its mark.
    const string OwnComment = $"{FormatMark.Key}={FormatMark.Own}";
    // Deflate cannot do better: 258 bytes of two bits.
    const long MaxRatio = 1032, Slack = 1024;

    static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads all arrays.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="NablaException">The file cannot be read or is damaged, or an array is of an element type that is not supported.</exception>
    public static WeightSet Read(string path) => InputFile.Read(path, stream => Read(stream, $"'{path}'"));

    /// <summary>Reads all arrays of a stream that can seek.</summary>
    /// <param name="stream">The content of a file.</param>
    /// <param name="what">As errors call it.</param>
    /// <exception cref="NablaException">The content is damaged, or an array is of an element type that is not supported.</exception>
    public static WeightSet Read(Stream stream, string what)
    {
        var tensors = Each(stream, what, static (content, entry, array) =>
        {
            using var summed = new Crc32Stream(content);
            var tensor = Npy.Read(summed, entry.Length, array);
            return summed.Sum == entry.Crc32 ? tensor : throw new NablaException($"{array} is damaged: its checksum is wrong.");
        }, out var comment);
        var weights = comment == OwnComment ? new WeightSet { Metadata = new Dictionary<string, string> { [FormatMark.Key] = FormatMark.Own } } : new();
        foreach (var (name, tensor) in tensors) weights.Add(name, tensor);
        return weights;
    }

    /// <summary>The names and types of all arrays.</summary>
    /// <inheritdoc cref="Read(Stream, string)" path="/param"/>
    /// <inheritdoc cref="Read(Stream, string)" path="/exception"/>
    public static IReadOnlyList<StoredTensor> List(Stream stream, string what) =>
        [.. Each(stream, what, static (content, entry, array) => Npy.TypeOf(content, entry.Length, array), out _).Select(e => new StoredTensor(e.Name, e.Value))];

    /// <summary>Writes a file: as a whole, or not at all.</summary>
    /// <param name="weights">The tensors; bfloat16, which NumPy lacks, is written as float32.</param>
    /// <param name="path">The file.</param>
    /// <param name="compress">True to deflate, as numpy.savez_compressed does.</param>
    /// <exception cref="NablaException">NumPy lacks an element type, or the file cannot be written.</exception>
    public static void Write(WeightSet weights, string path, bool compress = false) => AtomicFile.Write(path, stream => Write(weights, stream, compress));

    /// <summary>Writes to a stream.</summary>
    /// <param name="weights">The tensors; bfloat16, which NumPy lacks, is written as float32.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="compress">True to deflate.</param>
    /// <exception cref="NablaException">NumPy lacks an element type.</exception>
    public static void Write(WeightSet weights, Stream stream, bool compress = false)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        if (weights.Metadata.GetValueOrDefault(FormatMark.Key) == FormatMark.Own) zip.Comment = OwnComment;
        foreach (var (name, tensor) in weights)
        {
            var entry = zip.CreateEntry(name + Ending, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
            // Equal weights are equal files.
            entry.LastWriteTime = Epoch;
            using var content = entry.Open();
            Npy.Write(tensor, content);
        }
    }

    static List<(string Name, T Value)> Each<T>(Stream stream, string what, Func<Stream, ZipArchiveEntry, string, T> read, out string comment)
    {
        try
        {
            stream.Position = 0;
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            comment = zip.Comment;
            var results = new List<(string, T)>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            long stored = 0;
            foreach (var entry in zip.Entries)
            {
                if (!entry.FullName.EndsWith(Ending, StringComparison.Ordinal)) throw new NablaException($"{what} holds '{entry.FullName}', which is no .npy file.");
                var name = entry.FullName[..^Ending.Length];
                var array = $"'{name}' of {what}";
                if (!names.Add(name)) throw new NablaException($"{what} holds '{name}' twice.");
                if (entry.IsEncrypted) throw new NablaException($"{array} is encrypted, which is not supported.");
                // Entries that overlap, or claim more than they can unpack to, would take memory that the file does not pay for.
                stored = checked(stored + entry.CompressedLength);
                if (entry.CompressedLength < 0 || stored > stream.Length || entry.Length < 0 || entry.Length > checked(entry.CompressedLength * MaxRatio + Slack))
                    throw new NablaException($"{array} is damaged: it would unpack {entry.CompressedLength} bytes to {entry.Length}; the file has {stream.Length}.");
                using var content = entry.Open();
                results.Add((name, read(content, entry, array)));
            }
            return results;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new NablaException($"{what} is no NPZ file, or is damaged: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
