using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Writes types of values.</summary>
static class TypeCodec
{
    public static ValueInfoProto Write(string name, TensorType type, IReadOnlyDictionary<string, string> symbolNames)
    {
        // Present even if empty: a scalar is known to have no dimension.
        var shape = new TensorShapeProto();
        foreach (var dim in type.Shape) shape.Dim.Add(Write(dim, symbolNames));
        return new()
        {
            Name = name,
            Type = new() { TensorType = new() { ElemType = (int)type.Element, Shape = shape } },
        };
    }

    static TensorShapeProto.Types.Dimension Write(Dim dim, IReadOnlyDictionary<string, string> symbolNames)
    {
        if (dim.IsStatic) return new() { DimValue = dim.Size };
        var text = dim.ToString();
        return new() { DimParam = symbolNames.GetValueOrDefault(text, text) };
    }
}
