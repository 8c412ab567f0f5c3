using Google.Protobuf.Collections;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>The fields in which a tensor's elements may be stored.</summary>
static class TensorFields
{
    /// <summary>The fields that hold something, by name.</summary>
    public static List<string> Used(TensorProto t)
    {
        var used = new List<string>();
        Note("raw_data", t.HasRawData && t.RawData.Length > 0);
        Note("float_data", t.FloatData.Count > 0);
        Note("int32_data", t.Int32Data.Count > 0);
        Note("int64_data", t.Int64Data.Count > 0);
        Note("uint64_data", t.Uint64Data.Count > 0);
        Note("double_data", t.DoubleData.Count > 0);
        Note("string_data", t.StringData.Count > 0);
        return used;

        void Note(string field, bool isUsed)
        {
            if (isUsed) used.Add(field);
        }
    }

    /// <summary>The typed field of an element type.</summary>
    public static string For(ElementType element) => element switch
    {
        ElementType.Float32 or ElementType.Complex64 => "float_data",
        ElementType.Float64 or ElementType.Complex128 => "double_data",
        ElementType.Int64 => "int64_data",
        ElementType.UInt64 or ElementType.UInt32 => "uint64_data",
        ElementType.String => "string_data",
        _ => "int32_data",
    };

    /// <summary>How many entries of its typed field <paramref name="count"/> elements take: two for a complex number, one for a byte of packed 4-bit or 2-bit numbers.</summary>
    public static long Entries(ElementType element, long count) => element switch
    {
        ElementType.Complex64 or ElementType.Complex128 => checked(2 * count),
        ElementType.String => count,
        _ when element.Bits() < 8 => element.Bytes(count),
        _ => count,
    };

    /// <summary>How many entries the typed field holds.</summary>
    public static int Held(TensorProto t, ElementType element) => For(element) switch
    {
        "float_data" => t.FloatData.Count,
        "double_data" => t.DoubleData.Count,
        "int64_data" => t.Int64Data.Count,
        "uint64_data" => t.Uint64Data.Count,
        "string_data" => t.StringData.Count,
        _ => t.Int32Data.Count,
    };

    /// <summary>The product of the sizes, or null if one is negative or the product of those above 0 is out of range.</summary>
    public static long? Count(RepeatedField<long> dims)
    {
        Int128 count = 1;
        bool empty = false;
        foreach (long d in dims)
        {
            if (d < 0) return null;
            empty |= d == 0;
            count = Int128.Min(count * Math.Max(d, 1), long.MaxValue);
        }
        // Sizes of a tensor without elements are multiplied elsewhere too.
        return count == long.MaxValue ? null : empty ? 0 : (long)count;
    }
}
