using Google.Protobuf;

namespace Nabla.Onnx.Protos;

// What a message keeps of fields that this version of the format does not have.

public partial class ModelProto
{
    internal ref UnknownFieldSet? Unknown => ref _unknownFields;
}

public partial class GraphProto
{
    internal ref UnknownFieldSet? Unknown => ref _unknownFields;
}

public partial class NodeProto
{
    internal ref UnknownFieldSet? Unknown => ref _unknownFields;
}

public partial class TensorProto
{
    internal ref UnknownFieldSet? Unknown => ref _unknownFields;
}

/// <summary>Name and type of a value.</summary>
public partial class ValueInfoProto
{
    internal ref UnknownFieldSet? Unknown => ref _unknownFields;
}
