using Google.Protobuf;
using Nabla.Onnx.Protos;
using Kind = Nabla.Onnx.Protos.AttributeProto.Types.AttributeType;

namespace Nabla.Onnx;

/// <summary>Writes the value of an op record's constructor parameter as an attribute.</summary>
static class AttributeWriter
{
    public static AttributeProto Write(string name, object value, Node node)
    {
        var proto = new AttributeProto { Name = name };
        switch (value)
        {
            case long v: (proto.Type, proto.I) = (Kind.Int, v); break;
            case ElementType v: (proto.Type, proto.I) = (Kind.Int, (long)v); break;
            case float v: (proto.Type, proto.F) = (Kind.Float, v); break;
            case string v: (proto.Type, proto.S) = (Kind.String, ByteString.CopyFromUtf8(v)); break;
            case Tensor v: (proto.Type, proto.T) = (Kind.Tensor, TensorWriter.Write(v)); break;
            case AttributeList<long> v: proto.Type = Kind.Ints; proto.Ints.AddRange(v); break;
            case AttributeList<float> v: proto.Type = Kind.Floats; proto.Floats.AddRange(v); break;
            case AttributeList<string> v: proto.Type = Kind.Strings; proto.Strings.AddRange(v.Select(ByteString.CopyFromUtf8)); break;
            default: throw new NablaException($"{node.Describe()}: attribute '{name}' is a {value.GetType().Name}, which ONNX cannot hold; use long, float, string, lists of these, or Tensor.");
        }
        return proto;
    }
}
