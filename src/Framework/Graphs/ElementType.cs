namespace Nabla;

/// <summary>The element types of ONNX tensors, with ONNX's own numbers (<c>TensorProto.DataType</c>).</summary>
public enum ElementType
{
    /// <summary>No type.</summary>
    Undefined = 0,
    /// <summary>IEEE binary32.</summary>
    Float32 = 1,
    /// <summary>Unsigned 8 bits.</summary>
    UInt8 = 2,
    /// <summary>Signed 8 bits.</summary>
    Int8 = 3,
    /// <summary>Unsigned 16 bits.</summary>
    UInt16 = 4,
    /// <summary>Signed 16 bits.</summary>
    Int16 = 5,
    /// <summary>Signed 32 bits.</summary>
    Int32 = 6,
    /// <summary>Signed 64 bits.</summary>
    Int64 = 7,
    /// <summary>UTF-8 text.</summary>
    String = 8,
    /// <summary>One byte, 0 or 1.</summary>
    Bool = 9,
    /// <summary>IEEE binary16.</summary>
    Float16 = 10,
    /// <summary>IEEE binary64.</summary>
    Float64 = 11,
    /// <summary>Unsigned 32 bits.</summary>
    UInt32 = 12,
    /// <summary>Unsigned 64 bits.</summary>
    UInt64 = 13,
    /// <summary>Two binary32.</summary>
    Complex64 = 14,
    /// <summary>Two binary64.</summary>
    Complex128 = 15,
    /// <summary>The upper half of a binary32.</summary>
    BFloat16 = 16,
    /// <summary>8 bits: 4 exponent, 3 mantissa, finite, one NaN.</summary>
    Float8E4M3FN = 17,
    /// <summary>8 bits: 4 exponent, 3 mantissa, finite, no negative zero.</summary>
    Float8E4M3FNUZ = 18,
    /// <summary>8 bits: 5 exponent, 2 mantissa.</summary>
    Float8E5M2 = 19,
    /// <summary>8 bits: 5 exponent, 2 mantissa, finite, no negative zero.</summary>
    Float8E5M2FNUZ = 20,
    /// <summary>Unsigned 4 bits, two a byte.</summary>
    UInt4 = 21,
    /// <summary>Signed 4 bits, two a byte.</summary>
    Int4 = 22,
    /// <summary>4 bits: 2 exponent, 1 mantissa, two a byte.</summary>
    Float4E2M1 = 23,
    /// <summary>8 bits of exponent.</summary>
    Float8E8M0 = 24,
    /// <summary>Unsigned 2 bits, four a byte.</summary>
    UInt2 = 25,
    /// <summary>Signed 2 bits, four a byte.</summary>
    Int2 = 26,
}

/// <summary>Facts about element types: size, kind, the short names of the text form.</summary>
public static class ElementTypes
{
    static readonly string[] Names =
        ["?", "f32", "u8", "i8", "u16", "i16", "i32", "i64", "str", "bool", "f16", "f64", "u32", "u64", "c64", "c128", "bf16",
         "f8e4m3fn", "f8e4m3fnuz", "f8e5m2", "f8e5m2fnuz", "u4", "i4", "f4e2m1", "f8e8m0", "u2", "i2"];

    /// <summary>The short name, as in <c>f32[N,784]</c>.</summary>
    public static string Text(this ElementType type) => (uint)type < Names.Length ? Names[(int)type] : $"type{(int)type}";

    /// <summary>Bits an element; 0 for strings, whose size varies.</summary>
    public static int Bits(this ElementType type) => type switch
    {
        ElementType.Complex128 => 128,
        ElementType.Float64 or ElementType.Int64 or ElementType.UInt64 or ElementType.Complex64 => 64,
        ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 => 32,
        ElementType.Float16 or ElementType.BFloat16 or ElementType.Int16 or ElementType.UInt16 => 16,
        ElementType.UInt4 or ElementType.Int4 or ElementType.Float4E2M1 => 4,
        ElementType.UInt2 or ElementType.Int2 => 2,
        ElementType.String or ElementType.Undefined => 0,
        _ => 8,
    };

    /// <summary>Bytes that <paramref name="count"/> elements take; sub-byte types are packed.</summary>
    public static long Bytes(this ElementType type, long count) => checked((count * type.Bits() + 7) / 8);

    /// <summary>True for the real floating-point types, the only ones with a derivative.</summary>
    public static bool IsFloat(this ElementType type) => type is
        ElementType.Float32 or ElementType.Float64 or ElementType.Float16 or ElementType.BFloat16
        or (>= ElementType.Float8E4M3FN and <= ElementType.Float8E5M2FNUZ) or ElementType.Float4E2M1 or ElementType.Float8E8M0;

    /// <summary>True for the integer types, signed or not; bool is none.</summary>
    public static bool IsInteger(this ElementType type) => type is
        (>= ElementType.UInt8 and <= ElementType.Int64) or ElementType.UInt32 or ElementType.UInt64
        or ElementType.UInt4 or ElementType.Int4 or ElementType.UInt2 or ElementType.Int2;

    /// <summary>The smallest element type that arithmetic is done in and that holds every number of this one: float32 for the smaller floats, int32 for the smaller integers,
    /// int64 for uint32; others are themselves.</summary>
    public static ElementType Widened(this ElementType type) => type switch
    {
        ElementType.Float16 or ElementType.BFloat16 => ElementType.Float32,
        ElementType.Int8 or ElementType.Int16 or ElementType.UInt8 or ElementType.UInt16 => ElementType.Int32,
        ElementType.UInt32 => ElementType.Int64,
        _ => type,
    };

    /// <summary>The element type that a .NET type stands for.</summary>
    /// <exception cref="NablaException">No element type corresponds to <typeparamref name="T"/>.</exception>
    public static ElementType Of<T>() =>
        typeof(T) == typeof(float) ? ElementType.Float32
        : typeof(T) == typeof(double) ? ElementType.Float64
        : typeof(T) == typeof(long) ? ElementType.Int64
        : typeof(T) == typeof(int) ? ElementType.Int32
        : typeof(T) == typeof(bool) ? ElementType.Bool
        : typeof(T) == typeof(byte) ? ElementType.UInt8
        : typeof(T) == typeof(sbyte) ? ElementType.Int8
        : typeof(T) == typeof(short) ? ElementType.Int16
        : typeof(T) == typeof(ushort) ? ElementType.UInt16
        : typeof(T) == typeof(uint) ? ElementType.UInt32
        : typeof(T) == typeof(ulong) ? ElementType.UInt64
        : typeof(T) == typeof(Half) ? ElementType.Float16
        : typeof(T) == typeof(BFloat16) ? ElementType.BFloat16
        : throw new NablaException($"No ONNX element type corresponds to {typeof(T).Name}.");
}
