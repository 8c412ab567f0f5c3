using Google.Protobuf.Collections;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>What a file of Nabla notes beside the standard fields, so that it is read back as the same program. Other tools skip these entries.</summary>
static class Roles
{
    const string Kind = "nabla.kind";
    const string Output = "nabla.output.";

    /// <summary>What an initializer is taken for where the file does not say: stored floats with at least one dimension are what a network has learned.</summary>
    public static ValueKind Presumed(ElementType element, int rank) => element.IsFloat() && rank > 0 ? ValueKind.Parameter : ValueKind.Constant;

    public static void Write(TensorProto tensor, ValueKind kind)
    {
        if (kind == Presumed((ElementType)tensor.DataType, tensor.Dims.Count)) return;
        tensor.MetadataProps.Add(new StringStringEntryProto { Key = Kind, Value = kind.ToString().ToLowerInvariant() });
    }

    /// <summary>The kind that the file notes, or null.</summary>
    public static ValueKind? Read(TensorProto tensor) => Find(tensor.MetadataProps, Kind) switch
    {
        "parameter" => ValueKind.Parameter,
        "state" => ValueKind.State,
        "constant" => ValueKind.Constant,
        _ => null,
    };

    /// <summary>Keeps the name of an output that nothing reads, which the standard fields leave out.</summary>
    public static void WriteUnused(NodeProto node, int output, string name) =>
        node.MetadataProps.Add(new StringStringEntryProto { Key = $"{Output}{output}", Value = name });

    /// <summary>The kept name of output <paramref name="output"/>, or null.</summary>
    public static string? ReadUnused(NodeProto node, int output) => node.MetadataProps.Count == 0 ? null : Find(node.MetadataProps, $"{Output}{output}");

    static string? Find(RepeatedField<StringStringEntryProto> entries, string key)
    {
        foreach (var entry in entries) if (entry.Key == key) return entry.Value;
        return null;
    }
}
