using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Reads a stored tensor of any element type. Nothing is allocated before the stored data is known to be there.</summary>
static class TensorReader
{
    static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <param name="proto">The stored tensor.</param>
    /// <param name="what">As errors call it: <c>initializer 'w'</c>.</param>
    /// <exception cref="NablaException">Type, sizes and data do not fit each other, or the data is in another file.</exception>
    public static Tensor Read(TensorProto proto, string what)
    {
        if (proto.DataLocation == TensorProto.Types.DataLocation.External || proto.ExternalData.Count > 0)
            throw Error(what, "stores its data in another file, which is found only from the model's own; load that by its path");
        if (proto.Segment is not null) throw Error(what, "is one segment of a tensor, which is not supported; save the model with whole tensors");
        var element = Element(proto, what);
        long count = TensorFields.Count(proto.Dims) ?? throw Error(what, $"has impossible sizes [{string.Join(',', proto.Dims)}]");
        if (count > int.MaxValue || element.Bytes(count) > int.MaxValue) throw Error(what, $"has sizes [{string.Join(',', proto.Dims)}], more than 2 GiB");
        long[] dims = [.. proto.Dims];
        var used = TensorFields.Used(proto);
        if (count == 0 && used.Count > 0 || used.Count > 1) throw Error(what, $"has {count} elements but data in {string.Join(" and ", used)}");
        if (element == ElementType.String) return Tensor.OfStrings(Strings(proto, count, what), dims);
        var bytes = proto.HasRawData && proto.RawData.Length > 0 ? Raw(proto, element, count, what) : Typed(proto, element, count, what);
        return Tensor.FromBytes(element, bytes, dims);
    }

    /// <summary>Text from the bytes of a file.</summary>
    /// <exception cref="NablaException">The bytes are no UTF-8.</exception>
    public static string Text(ByteString bytes, string what)
    {
        try
        {
            return StrictUtf8.GetString(bytes.Span);
        }
        catch (DecoderFallbackException)
        {
            throw Error(what, "holds a text that is not valid UTF-8");
        }
    }

    static ElementType Element(TensorProto proto, string what)
    {
        var element = (ElementType)proto.DataType;
        return element != ElementType.Undefined && Enum.IsDefined(element) ? element : throw Error(what, $"has the unknown element type {proto.DataType}");
    }

    static ReadOnlySpan<byte> Raw(TensorProto proto, ElementType element, long count, string what)
    {
        if (proto.RawData.Length != element.Bytes(count))
            throw Error(what, $"is {element.Text()}[{string.Join(',', proto.Dims)}], which takes {element.Bytes(count)} bytes, but raw_data has {proto.RawData.Length}");
        var bytes = proto.RawData.Span;
        if (element != ElementType.Bool || bytes.IndexOfAnyExcept<byte>(0, 1) < 0) return bytes;
        // Any non-zero byte is true in the file; in memory only 1 is.
        var normal = bytes.ToArray();
        foreach (ref byte b in normal.AsSpan()) b = b == 0 ? (byte)0 : (byte)1;
        return normal;
    }

    static ReadOnlySpan<byte> Typed(TensorProto proto, ElementType element, long count, string what)
    {
        RequireEntries(proto, element, count, what);
        return element switch
        {
            ElementType.Float32 or ElementType.Complex64 => Bytes(proto.FloatData),
            ElementType.Float64 or ElementType.Complex128 => Bytes(proto.DoubleData),
            ElementType.Int64 => Bytes(proto.Int64Data),
            ElementType.Int32 => Bytes(proto.Int32Data),
            ElementType.UInt64 => Bytes(proto.Uint64Data),
            ElementType.UInt32 => Narrow<ulong, uint>(proto.Uint64Data, what),
            ElementType.Int16 => Narrow<int, short>(proto.Int32Data, what),
            ElementType.Int8 => Narrow<int, sbyte>(proto.Int32Data, what),
            ElementType.UInt8 => Narrow<int, byte>(proto.Int32Data, what),
            ElementType.UInt16 or ElementType.Float16 or ElementType.BFloat16 => Narrow<int, ushort>(proto.Int32Data, what),
            ElementType.Bool => Array.ConvertAll(proto.Int32Data.ToArray(), v => v == 0 ? (byte)0 : (byte)1),
            _ => Narrow<int, byte>(proto.Int32Data, what),
        };
    }

    static string[] Strings(TensorProto proto, long count, string what)
    {
        if (proto.HasRawData && proto.RawData.Length > 0) throw Error(what, "stores texts in raw_data, where only numbers may be");
        RequireEntries(proto, ElementType.String, count, what);
        return [.. proto.StringData.Select(s => Text(s, what))];
    }

    static void RequireEntries(TensorProto proto, ElementType element, long count, string what)
    {
        long needed = TensorFields.Entries(element, count);
        int held = TensorFields.Held(proto, element);
        if (held != needed)
            throw Error(what, $"is {element.Text()}[{string.Join(',', proto.Dims)}], which takes {needed} entries of {TensorFields.For(element)}; there are {held}");
    }

    static ReadOnlySpan<byte> Bytes<T>(RepeatedField<T> data) where T : unmanaged => MemoryMarshal.AsBytes<T>(data.ToArray());

    static ReadOnlySpan<byte> Narrow<TWide, TNarrow>(RepeatedField<TWide> data, string what)
        where TWide : unmanaged, IBinaryInteger<TWide> where TNarrow : unmanaged, IBinaryInteger<TNarrow>
    {
        var narrow = new TNarrow[data.Count];
        for (int i = 0; i < narrow.Length; i++)
        {
            narrow[i] = TNarrow.CreateTruncating(data[i]);
            if (TWide.CreateTruncating(narrow[i]) != data[i]) throw Error(what, $"holds {data[i]}, which is out of range for its element type");
        }
        return MemoryMarshal.AsBytes<TNarrow>(narrow);
    }

    static NablaException Error(string what, string rule) => new($"{char.ToUpperInvariant(what[0])}{what[1..]} {rule}.");
}
