namespace Nabla.Weights;

/// <summary>Files of weights: <c>.safetensors</c>, <c>.npz</c> and <c>.npy</c>. Read by their content, written by their ending.</summary>
public static class WeightFile
{
    const string SafetensorsEnding = ".safetensors", NpzEnding = ".npz", NpyEnding = ".npy";

    /// <summary>The endings that <see cref="Write"/> knows.</summary>
    public static IReadOnlyList<string> Endings => [SafetensorsEnding, NpzEnding, NpyEnding];

    /// <summary>Reads all tensors of a file.</summary>
    /// <param name="path">The file. A <c>.npy</c> file holds one tensor, which gets the file's name without the ending.</param>
    /// <exception cref="NablaException">The file cannot be read, is damaged, or holds something that is not supported.</exception>
    public static WeightSet Read(string path) => InputFile.Read(path, stream => Kind(stream, path) switch
    {
        NpzEnding => Npz.Read(stream, $"'{path}'"),
        NpyEnding => new WeightSet { { Path.GetFileNameWithoutExtension(path), Npy.Read(stream, $"'{path}'") } },
        _ => Safetensors.Read(stream, $"'{path}'"),
    });

    /// <summary>The names and types of a file's tensors; the tensors themselves are not read.</summary>
    /// <param name="path">The file.</param>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static IReadOnlyList<StoredTensor> List(string path) => InputFile.Read(path, stream => Kind(stream, path) switch
    {
        NpzEnding => Npz.List(stream, $"'{path}'"),
        NpyEnding => [new(Path.GetFileNameWithoutExtension(path), Npy.TypeOf(stream, $"'{path}'"))],
        _ => Safetensors.List(stream, $"'{path}'"),
    });

    /// <summary>True if <see cref="Write"/> knows the ending.</summary>
    public static bool Knows(string path) => Endings.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>Writes a file: as a whole, or not at all.</summary>
    /// <param name="weights">The tensors; for <c>.npy</c>, one.</param>
    /// <param name="path">The file, with an ending of <see cref="Endings"/>.</param>
    /// <exception cref="NablaException">The ending is unknown, the format lacks an element type, or the file cannot be written.</exception>
    public static void Write(WeightSet weights, string path)
    {
        Action<Stream> write = Path.GetExtension(path).ToLowerInvariant() switch
        {
            SafetensorsEnding => stream => Safetensors.Write(weights, stream),
            NpzEnding => stream => Npz.Write(weights, stream),
            NpyEnding => weights.Count == 1 ? stream => Npy.Write(weights.First().Value, stream)
                : throw new NablaException($"'{path}': a .npy file holds one tensor, and there are {weights.Count}; write .npz or .safetensors."),
            _ => throw new NablaException($"'{path}' ends with none of {string.Join(", ", Endings)}; the ending says how weights are written."),
        };
        AtomicFile.Write(path, write);
    }

    // A safetensors file begins with a length, which has no magic.
    static string Kind(Stream stream, string path)
    {
        Span<byte> start = stackalloc byte[6];
        int got = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return start[..got] switch
        {
            [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'] => NpyEnding,
            [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..] when !path.EndsWith(SafetensorsEnding, StringComparison.OrdinalIgnoreCase) => NpzEnding,
            _ => path.EndsWith(NpzEnding, StringComparison.OrdinalIgnoreCase) ? NpzEnding : path.EndsWith(NpyEnding, StringComparison.OrdinalIgnoreCase) ? NpyEnding : SafetensorsEnding,
        };
    }
}
