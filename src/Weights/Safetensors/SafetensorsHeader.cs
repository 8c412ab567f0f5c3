using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Nabla.Weights;

/// <summary>A tensor of the file: bytes [Begin, End) behind the header.</summary>
readonly record struct SafetensorsEntry(string Name, ElementType Element, long[] Sizes, long Begin, long End);

/// <summary>The header of a safetensors file.</summary>
sealed class SafetensorsHeader
{
    /// <summary>The limit of the reference implementation.</summary>
    public const int MaxBytes = 100_000_000;

    const string MetadataKey = "__metadata__";
    // object → tensor → list, and some room for fields that are not known
    const int MaxDepth = 8;
    const int Alignment = 8;

    /// <summary>The tensors in the order of their bytes.</summary>
    public List<SafetensorsEntry> Entries { get; } = [];

    /// <summary>What the file says besides.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <param name="json">The header.</param>
    /// <param name="dataBytes">How many bytes follow.</param>
    /// <param name="what">As errors call the file.</param>
    public static SafetensorsHeader Read(ReadOnlySpan<byte> json, long dataBytes, string what)
    {
        try
        {
            var header = new SafetensorsHeader();
            header.Parse(json);
            header.CheckPlaces(dataBytes);
            return header;
        }
        // A text with half a surrogate pair is an InvalidOperationException.
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or InvalidRule)
        {
            throw new NablaException($"{what} is no safetensors file, or is damaged: {(e is InvalidRule ? e.Message : $"its header is no JSON ({e.Message.TrimEnd('.')})")}.", e);
        }
    }

    public static byte[] Write(IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        if (metadata.Count > 0)
        {
            json.WriteStartObject(MetadataKey);
            foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(key, value);
            json.WriteEndObject();
        }
        long end = 0;
        foreach (var (name, tensor) in tensors)
        {
            if (name == MetadataKey) throw new NablaException($"A safetensors file cannot hold a tensor named '{name}'; rename it.");
            json.WriteStartObject(name);
            json.WriteString("dtype", SafetensorsTypes.Text(tensor.Element, name));
            json.WriteStartArray("shape");
            foreach (long d in tensor.Dims) json.WriteNumberValue(d);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(end);
            json.WriteNumberValue(end += tensor.Bytes.Length);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.Flush();
        // Spaces, so that the tensors begin aligned.
        int padded = (buffer.WrittenCount + Alignment - 1) / Alignment * Alignment;
        if (padded > MaxBytes) throw new NablaException($"A safetensors file cannot hold so many names: its header would take {padded} bytes of at most {MaxBytes}.");
        var bytes = new byte[padded];
        bytes.AsSpan(buffer.WrittenCount).Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(bytes);
        return bytes;
    }

    void Parse(ReadOnlySpan<byte> json)
    {
        if (json[0] != '{') throw new InvalidRule("its header does not begin with '{'");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!names.Add(name)) throw new InvalidRule($"'{name}' is there twice");
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw new InvalidRule($"'{name}' is no object");
            if (name == MetadataKey) ReadMetadata(ref reader);
            else Entries.Add(ReadEntry(ref reader, name));
        }
        // Anything but spaces behind the end is an error of the reader's.
        while (reader.Read()) { }
    }

    void ReadMetadata(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) throw new InvalidRule($"the entry '{key}' of its metadata is no text");
            if (!Metadata.TryAdd(key, reader.GetString()!)) throw new InvalidRule($"the entry '{key}' of its metadata is there twice");
        }
    }

    static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        string? type = null;
        long[]? sizes = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString();
            reader.Read();
            bool isNew = key switch
            {
                "dtype" when reader.TokenType == JsonTokenType.String => Set(ref type, reader.GetString()),
                "shape" => Set(ref sizes, Numbers(ref reader, $"the shape of '{name}'")),
                "data_offsets" => Set(ref offsets, Numbers(ref reader, $"the place of '{name}'")),
                _ => reader.TrySkip(),
            };
            if (!isNew) throw new InvalidRule($"'{name}' gives its {key} twice");
        }
        if (type is null || sizes is null || offsets is not [var begin, var end]) throw new InvalidRule($"'{name}' lacks its dtype, its shape or the two data_offsets");
        var element = SafetensorsTypes.Parse(type) ?? throw new InvalidRule($"'{name}' has the element type {type}, which is not supported; convert it to F32, F16 or BF16");
        if (begin > end) throw new InvalidRule($"'{name}' ends before it begins, at [{begin}, {end})");
        var bytes = Contents.Bytes(element, sizes) ?? throw new InvalidRule($"'{name}' has the sizes [{string.Join(',', sizes)}], more than 2 GiB");
        if (bytes != end - begin) throw new InvalidRule($"'{name}' is {element.Text()}[{string.Join(',', sizes)}], which takes {bytes} bytes, but has {end - begin}");
        return new(name, element, sizes, begin, end);
    }

    static bool Set<T>(ref T? field, T? value) where T : class
    {
        bool isNew = field is null;
        field = value;
        return isNew;
    }

    static long[] Numbers(ref Utf8JsonReader reader, string what)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new InvalidRule($"{what} is no list");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long n) || n < 0) throw new InvalidRule($"{what} holds something else than whole numbers of 0 or more");
            numbers.Add(n);
        }
        return [.. numbers];
    }

    // Without holes and overlaps the tensors take no more memory than the file.
    void CheckPlaces(long dataBytes)
    {
        Entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        long end = 0;
        foreach (var entry in Entries)
        {
            if (entry.Begin != end) throw new InvalidRule($"'{entry.Name}' begins at byte {entry.Begin} where the tensor before it ends at {end}; tensors follow each other without holes");
            end = entry.End;
        }
        if (end != dataBytes) throw new InvalidRule($"its tensors take {end} bytes, and {dataBytes} follow the header");
    }

    sealed class InvalidRule(string message) : Exception(message);
}
