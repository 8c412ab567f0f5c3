using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Brings data that lies in other files into the message.</summary>
/// <param name="folder">The model's folder.</param>
sealed class ExternalDataReader(string folder)
{
    // Tensors may share data; a file of a few bytes must not fill the memory by being named a million times.
    const int MaxShares = 8;

    readonly Dictionary<string, long> _read = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _checksums = new(StringComparer.Ordinal);

    /// <exception cref="NablaException">A location is not allowed, or what lies there does not fit.</exception>
    public void Load(ModelProto model)
    {
        foreach (var tensor in StoredTensors.All(model))
            if (tensor.DataLocation == TensorProto.Types.DataLocation.External) Load(tensor, $"Tensor '{tensor.Name}'");
    }

    void Load(TensorProto tensor, string what)
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in tensor.ExternalData)
            if (!entries.TryAdd(entry.Key, entry.Value)) throw new NablaException($"{what} gives the {entry.Key} of its data twice.");
        if (TensorFields.Used(tensor) is [var used, ..]) throw new NablaException($"{what} stores its data in another file, and in {used} as well.");
        if (!entries.TryGetValue("location", out var location)) throw new NablaException($"{what} stores its data in another file, but does not say in which.");
        var element = (ElementType)tensor.DataType;
        long needed = TensorFields.Count(tensor.Dims) is { } count && count <= int.MaxValue && element.Bits() > 0 && Enum.IsDefined(element) ? element.Bytes(count) : -1;
        if (needed is < 0 or > int.MaxValue) throw new NablaException($"{what} is type {tensor.DataType} of sizes [{string.Join(',', tensor.Dims)}], which cannot lie in another file.");
        using var file = ExternalPath.Open(folder, location, what);
        long size = file.Length, offset = Number(entries, "offset", what) ?? 0;
        if (offset > size) throw new NablaException($"{what} stores its data at byte {offset} of '{location}', which has {size} bytes.");
        long length = Number(entries, "length", what) ?? size - offset;
        if (length > size - offset) throw new NablaException($"{what} stores {length} bytes at byte {offset} of '{location}', which has {size} bytes.");
        if (length != needed) throw new NablaException($"{what} is {element.Text()}[{string.Join(',', tensor.Dims)}], which takes {needed} bytes, but {length} are stored in '{location}'.");
        if ((_read[file.Name] = _read.GetValueOrDefault(file.Name) + length) / MaxShares > size)
            throw new NablaException($"{what} shares its data in '{location}' with too many others; a file may be read {MaxShares} times over.");
        if (entries.TryGetValue("checksum", out var checksum)) Verify(file, location, checksum, what);
        var bytes = new byte[length];
        file.Position = offset;
        file.ReadExactly(bytes);
        tensor.ExternalData.Clear();
        tensor.ClearDataLocation();
        if (length > 0) tensor.RawData = UnsafeByteOperations.UnsafeWrap(bytes);
    }

    // SHA-1 of the whole file: what the format asks for. It finds a file that does not belong to the model, not one that was forged.
    void Verify(FileStream file, string location, string checksum, string what)
    {
        if (!_checksums.TryGetValue(file.Name, out var found))
        {
            file.Position = 0;
            _checksums[file.Name] = found = Convert.ToHexString(SHA1.HashData(file));
        }
        if (!found.Equals(checksum, StringComparison.OrdinalIgnoreCase))
            throw new NablaException($"{what} stores its data in '{location}', which has another checksum than the model says: the two files do not belong together.");
    }

    static long? Number(Dictionary<string, string> entries, string key, string what) =>
        !entries.TryGetValue(key, out var text) ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
        : throw new NablaException($"{what}: the {key} '{text}' of its data is no number.");
}
