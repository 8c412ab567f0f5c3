using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Holds the types that a file declares against those that were inferred.</summary>
sealed class DeclaredTypes(SymbolTable symbols)
{
    /// <exception cref="NablaException">Element type, rank or a known size differ.</exception>
    public void Compare(ValueInfoProto info, Value value)
    {
        if (info.Type is null || info.Type.ValueCase == TypeProto.ValueOneofCase.None) return;
        var type = info.Type.TensorType ?? throw new NablaException($"The file declares '{value.Name}' as {info.Type.ValueCase}, but it is the tensor {value.Type}.");
        bool agrees = type.ElemType == 0 || Element(type, $"value '{value.Name}'") == value.Element;
        if (type.Shape is { } shape)
        {
            var dims = shape.Dim.Select(d => symbols.Read(d, $"value '{value.Name}'")).ToList();
            agrees &= dims.Count == value.Shape.Rank && dims.Zip(value.Shape, Fits).All(fits => fits);
        }
        if (!agrees) throw new NablaException($"The file declares '{value.Name}' as {Text(type)}, but it is {value.Type}; one of the two is wrong.");
    }

    /// <summary>The element type of a declared type.</summary>
    public static ElementType Element(TypeProto.Types.Tensor type, string what)
    {
        var element = (ElementType)type.ElemType;
        return element != ElementType.Undefined && Enum.IsDefined(element) ? element
            : throw new NablaException($"The type of {what} has the unknown element type {type.ElemType}.");
    }

    // Symbols may turn out to be equal to anything.
    static bool Fits(Dim? declared, Dim inferred) => declared is not { IsStatic: true } known || !inferred.IsStatic || known == inferred;

    static string Text(TypeProto.Types.Tensor type)
    {
        var dims = type.Shape?.Dim.Select(d => d.HasDimValue ? d.DimValue.ToString(System.Globalization.CultureInfo.InvariantCulture) : d.HasDimParam ? d.DimParam : "?");
        return $"{((ElementType)type.ElemType).Text()}{(dims is null ? " of any shape" : $"[{string.Join(',', dims)}]")}";
    }
}
