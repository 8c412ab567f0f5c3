using Google.Protobuf;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Writes tensors as little-endian bytes; texts in their own field.</summary>
static class TensorWriter
{
    public static TensorProto Write(Tensor tensor, string? name = null)
    {
        var proto = Header(tensor.Element, tensor.Dims, name);
        foreach (var text in tensor.Strings) proto.StringData.Add(ByteString.CopyFromUtf8(text));
        Put(proto, tensor.Bytes);
        return proto;
    }

    /// <summary>The present value of a variable, copied once.</summary>
    public static TensorProto Write(Variable variable, string name)
    {
        var proto = Header(variable.Type.Element, variable.Type.Shape.ToSizes(), name);
        Put(proto, variable.Bytes);
        return proto;
    }

    static TensorProto Header(ElementType element, ReadOnlySpan<long> dims, string? name)
    {
        var proto = new TensorProto { DataType = (int)element };
        foreach (long d in dims) proto.Dims.Add(d);
        if (name is not null) proto.Name = name;
        return proto;
    }

    // A tensor without elements has no data field at all.
    static void Put(TensorProto proto, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0) proto.RawData = ByteString.CopyFrom(bytes);
    }
}
