using System.Globalization;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Rules of stored tensors: one data field of the right kind, of the right length.</summary>
static class TensorRules
{
    public static void Check(CheckContext c, TensorProto t, string what)
    {
        var element = (ElementType)t.DataType;
        var type = t.HasDataType ? $"the unknown data_type {t.DataType}" : "no data_type";
        if (!c.Require(t.HasDataType && element != ElementType.Undefined && Enum.IsDefined(element), $"{what} has {type}")) return;
        var used = TensorFields.Used(t);
        if (t.DataLocation == TensorProto.Types.DataLocation.External)
        {
            CheckExternal(c, t, used, what);
            return;
        }
        if (TensorFields.Count(t.Dims) is not { } count)
        {
            c.Error($"{what} has the impossible sizes [{string.Join(',', t.Dims)}]");
            return;
        }
        var held = used.Count == 0 ? "no data" : $"data in {string.Join(" and ", used)}";
        if (!c.Require(used.Count == (count > 0 ? 1 : 0), $"{what} has {count} elements and {held}; elements are in one field, none in no field")) return;
        if (count > 0) CheckData(c, t, element, count, used[0], what);
    }

    static void CheckData(CheckContext c, TensorProto t, ElementType element, long count, string field, string what)
    {
        if (field == "raw_data")
        {
            if (!c.Require(element != ElementType.String, $"{what} stores texts in raw_data; they belong in string_data")) return;
            Int128 bytes = ((Int128)count * element.Bits() + 7) / 8;
            c.Require(t.RawData.Length == bytes, $"{what} is {Text(t)}, which takes {bytes} bytes, but raw_data has {t.RawData.Length}");
            return;
        }
        if (!c.Require(field == TensorFields.For(element), $"{what} is {Text(t)}, whose elements belong in {TensorFields.For(element)}, not in {field}")) return;
        // Beyond this no field can be long enough, and the product would overflow.
        bool fits = count <= int.MaxValue && TensorFields.Held(t, element) == TensorFields.Entries(element, count);
        c.Require(fits, $"{what} is {Text(t)}, but {field} has {TensorFields.Held(t, element)} entries");
    }

    static void CheckExternal(CheckContext c, TensorProto t, List<string> used, string what)
    {
        c.Require(used.Count == 0, $"{what} stores its data in another file, and in {string.Join(" and ", used)} as well");
        var location = t.ExternalData.FirstOrDefault(e => e.Key == "location")?.Value;
        if (!c.Require(!string.IsNullOrEmpty(location), $"{what} stores its data in another file, but does not say in which")) return;
        var fault = ExternalPath.Fault(location!);
        c.Require(fault is null, $"{what} stores its data in '{location}'; it must be a relative path within the model's folder, and {fault}");
        foreach (var key in new[] { "offset", "length" })
            if (t.ExternalData.FirstOrDefault(e => e.Key == key)?.Value is { } text)
                c.Require(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _), $"{what}: the {key} '{text}' of its data is no number");
        ModelRules.UniqueKeys(c, t.ExternalData, $"the external_data of {what}");
    }

    public static void CheckSparse(CheckContext c, SparseTensorProto t, string what)
    {
        if (!c.Require(t.Values is not null && t.Indices is not null, $"{what} lacks its values or their indices")) return;
        Check(c, t.Values!, $"the values of {what}");
        Check(c, t.Indices!, $"the indices of {what}");
        c.Require(t.Values!.Dims.Count == 1, $"the values of {what} are not a vector");
        c.Require(t.Dims.Count > 0 && t.Dims.All(d => d > 0), $"{what} has the sizes [{string.Join(',', t.Dims)}]; it needs at least one, all above 0");
        long count = t.Values.Dims.Count == 1 ? t.Values.Dims[0] : 0;
        var dims = t.Indices!.Dims;
        bool isInts = c.Require(t.Indices.DataType == (int)ElementType.Int64, $"the indices of {what} are not 64-bit integers");
        bool fits = c.Require(dims.Count is 1 or 2 && dims[0] == count && (dims.Count == 1 || dims[1] == t.Dims.Count), $"the indices of {what} are not one position for each value");
        if (isInts && fits && t.Dims.All(d => d > 0)) CheckPositions(c, t, (int)Math.Min(count, int.MaxValue), what);
    }

    // Each inside of the sizes, and behind the one before.
    static void CheckPositions(CheckContext c, SparseTensorProto t, int count, string what)
    {
        var indices = t.Indices.HasRawData && t.Indices.RawData.Length > 0 ? System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(t.Indices.RawData.Span).ToArray() : [.. t.Indices.Int64Data];
        bool isFlat = t.Indices.Dims.Count == 1;
        if (indices.Length != (isFlat ? count : (long)count * t.Dims.Count)) return;
        Int128 before = -1;
        for (int i = 0; i < count; i++)
        {
            Int128 place = isFlat ? indices[i] : 0;
            for (int axis = 0; axis < t.Dims.Count && !isFlat; axis++)
            {
                long at = indices[i * t.Dims.Count + axis];
                if (!c.Require(at >= 0 && at < t.Dims[axis], $"position {i} of {what} is outside of [{string.Join(',', t.Dims)}]")) return;
                place = place * t.Dims[axis] + at;
            }
            if (!c.Require(place >= 0 && place < (TensorFields.Count(t.Dims) ?? long.MaxValue), $"position {i} of {what} is outside of [{string.Join(',', t.Dims)}]")) return;
            if (!c.Require(place > before, $"position {i} of {what} does not come behind the one before; they ascend")) return;
            before = place;
        }
    }

    static string Text(TensorProto t) => $"{((ElementType)t.DataType).Text()}[{string.Join(',', t.Dims)}]";
}
