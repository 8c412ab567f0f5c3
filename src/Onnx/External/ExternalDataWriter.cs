using System.Globalization;
using System.Security.Cryptography;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Moves large tensors out of a message into a file beside it.</summary>
static class ExternalDataWriter
{
    /// <summary>Smaller tensors stay inside: runtimes look at them to infer shapes.</summary>
    public const int MinBytes = 1024;

    // Large tensors begin on a page, so that runtimes can map them.
    const int LargeBytes = 1 << 20, LargeAlignment = 4096, SmallAlignment = 64;

    /// <summary>The bytes of tensors within a message.</summary>
    public static long BytesInside(ModelProto model) => StoredTensors.All(model).Sum(t => (long)t.RawData.Length);

    /// <summary>Writes the data of all large tensors.</summary>
    /// <param name="model">The model, which is left as it is.</param>
    /// <param name="location">How the model names the file.</param>
    /// <param name="stream">The file.</param>
    /// <returns>The model without that data.</returns>
    public static ModelProto Move(ModelProto model, string location, Stream stream)
    {
        // Bytes are shared, not copied.
        var rest = model.Clone();
        var moved = StoredTensors.Movable(rest).Where(t => t.RawData.Length >= MinBytes).ToList();
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        var padding = new byte[LargeAlignment];
        long position = 0;
        foreach (var tensor in moved)
        {
            var data = tensor.RawData.Memory;
            int alignment = data.Length >= LargeBytes ? LargeAlignment : SmallAlignment;
            Append(padding.AsSpan(0, (int)(-position & alignment - 1)));
            tensor.ExternalData.Add(Entry("location", location));
            tensor.ExternalData.Add(Entry("offset", position.ToString(CultureInfo.InvariantCulture)));
            tensor.ExternalData.Add(Entry("length", data.Length.ToString(CultureInfo.InvariantCulture)));
            Append(data.Span);
            tensor.ClearRawData();
            tensor.DataLocation = TensorProto.Types.DataLocation.External;
        }
        var checksum = Convert.ToHexString(sum.GetHashAndReset()).ToLowerInvariant();
        foreach (var tensor in moved) tensor.ExternalData.Add(Entry("checksum", checksum));
        return rest;

        void Append(ReadOnlySpan<byte> bytes)
        {
            stream.Write(bytes);
            sum.AppendData(bytes);
            position += bytes.Length;
        }
    }

    static StringStringEntryProto Entry(string key, string value) => new() { Key = key, Value = value };
}
