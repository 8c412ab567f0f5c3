using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Rules of declared values and their types.</summary>
static class TypeRules
{
    public static void CheckValue(CheckContext c, ValueInfoProto value, string what, bool isMain)
    {
        c.Require(value.Name.Length > 0, $"{what}: it has no name");
        // Types may be left out where a graph is called by a node, which has them.
        if (isMain && c.Require(value.Type is not null, $"{what}: it has no type")) Check(c, value.Type!, what);
    }

    static void Check(CheckContext c, TypeProto type, string what)
    {
        switch (type.ValueCase)
        {
            case TypeProto.ValueOneofCase.TensorType:
                CheckTensor(c, type.TensorType.HasElemType, type.TensorType.ElemType, type.TensorType.Shape, what);
                break;
            case TypeProto.ValueOneofCase.SparseTensorType:
                CheckTensor(c, type.SparseTensorType.HasElemType, type.SparseTensorType.ElemType, type.SparseTensorType.Shape, what);
                break;
            case TypeProto.ValueOneofCase.SequenceType: c.Require(type.SequenceType.ElemType is not null, $"{what}: its sequence has no element type"); break;
            case TypeProto.ValueOneofCase.OptionalType: c.Require(type.OptionalType.ElemType is not null, $"{what}: its optional has no element type"); break;
            case TypeProto.ValueOneofCase.MapType:
                c.Require(type.MapType.HasKeyType && type.MapType.ValueType is not null, $"{what}: its map lacks the type of keys or of values");
                break;
            case TypeProto.ValueOneofCase.OpaqueType: break;
            default: c.Error($"{what}: its type says nothing"); break;
        }
    }

    static void CheckTensor(CheckContext c, bool hasElement, int element, TensorShapeProto? shape, string what)
    {
        if (c.Require(hasElement, $"{what}: its type has no elem_type"))
            c.Require(element != 0 && Enum.IsDefined((ElementType)element), $"{what}: its elem_type {element} is unknown");
        if (!c.Require(shape is not null, $"{what}: its type has no shape; sizes may be unknown, but their number must be told, even if it is 0")) return;
        foreach (var dim in shape!.Dim) c.Require(!dim.HasDimValue || dim.DimValue >= 0, $"{what}: it has a dimension of size {dim.DimValue}");
    }
}
