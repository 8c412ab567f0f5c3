namespace Nabla.Weights;

/// <summary>The names of element types in safetensors files.</summary>
static class SafetensorsTypes
{
    static readonly (string Text, ElementType Element)[] Known =
    [
        ("F32", ElementType.Float32), ("F16", ElementType.Float16), ("BF16", ElementType.BFloat16), ("F64", ElementType.Float64), ("C64", ElementType.Complex64),
        ("I8", ElementType.Int8), ("I16", ElementType.Int16), ("I32", ElementType.Int32), ("I64", ElementType.Int64),
        ("U8", ElementType.UInt8), ("U16", ElementType.UInt16), ("U32", ElementType.UInt32), ("U64", ElementType.UInt64), ("BOOL", ElementType.Bool),
    ];

    /// <summary>The element type, or null.</summary>
    public static ElementType? Parse(string text)
    {
        foreach (var known in Known) if (known.Text == text) return known.Element;
        return null;
    }

    public static string Text(ElementType element, string name) => Known.FirstOrDefault(k => k.Element == element).Text
        ?? throw new NablaException($"'{name}' is {element.Text()}, which is not written to safetensors files; convert it to f32, f16 or bf16.");
}
