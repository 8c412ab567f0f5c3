using Google.Protobuf;
using Nabla.Onnx;
using Nabla.Onnx.Protos;
using Nabla.Tests.Ops;

namespace Nabla.Tests;

/// <summary>Stored tensors of every element type, as bytes and in the typed fields.</summary>
public class TensorTests
{
    static Tensor Read(TensorProto proto)
    {
        proto.Name = "w";
        var model = Models.With(m => m.Graph.Initializer.Add(proto));
        model.Graph.Output.Add(new ValueInfoProto { Name = "w" });
        var value = OnnxImport.Read(model, TestOps.Registry()).Graph.Outputs[1];
        return value.Constant ?? value.Variable!.ToTensor();
    }

    static TensorProto Proto(ElementType type, Action<TensorProto> fill, params long[] dims)
    {
        var proto = new TensorProto { DataType = (int)type, Dims = { dims } };
        fill(proto);
        return proto;
    }

    // Typed field, and the little-endian bytes that the same two or four elements are.
    public static TheoryData<ElementType, Action<TensorProto>, long, string> Typed => new()
    {
        { ElementType.Float32, t => t.FloatData.Add([1, -2]), 2, "0000803F000000C0" },
        { ElementType.Float64, t => t.DoubleData.Add([1, -2]), 2, "000000000000F03F00000000000000C0" },
        { ElementType.Int64, t => t.Int64Data.Add([1, -2]), 2, "0100000000000000FEFFFFFFFFFFFFFF" },
        { ElementType.Int32, t => t.Int32Data.Add([1, -2]), 2, "01000000FEFFFFFF" },
        { ElementType.Int16, t => t.Int32Data.Add([1, -2]), 2, "0100FEFF" },
        { ElementType.Int8, t => t.Int32Data.Add([1, -2]), 2, "01FE" },
        { ElementType.UInt8, t => t.Int32Data.Add([1, 254]), 2, "01FE" },
        { ElementType.UInt16, t => t.Int32Data.Add([1, 65534]), 2, "0100FEFF" },
        { ElementType.UInt32, t => t.Uint64Data.Add([1, 4294967294]), 2, "01000000FEFFFFFF" },
        { ElementType.UInt64, t => t.Uint64Data.Add([1, ulong.MaxValue]), 2, "0100000000000000FFFFFFFFFFFFFFFF" },
        { ElementType.Bool, t => t.Int32Data.Add([0, 3]), 2, "0001" },
        { ElementType.Float16, t => t.Int32Data.Add([0x3C00, 0xC000]), 2, "003C00C0" },
        { ElementType.BFloat16, t => t.Int32Data.Add([0x3F80, 0xC000]), 2, "803F00C0" },
        { ElementType.Complex64, t => t.FloatData.Add([1, -2, 0, 0]), 2, "0000803F000000C00000000000000000" },
        { ElementType.Complex128, t => t.DoubleData.Add([1, -2]), 1, "000000000000F03F00000000000000C0" },
        { ElementType.Float8E4M3FN, t => t.Int32Data.Add([1, 254]), 2, "01FE" },
        { ElementType.Float8E4M3FNUZ, t => t.Int32Data.Add([1, 254]), 2, "01FE" },
        { ElementType.Float8E5M2, t => t.Int32Data.Add([1, 254]), 2, "01FE" },
        { ElementType.Float8E5M2FNUZ, t => t.Int32Data.Add([1, 254]), 2, "01FE" },
        { ElementType.Float8E8M0, t => t.Int32Data.Add([1, 254]), 2, "01FE" },
        { ElementType.UInt4, t => t.Int32Data.Add([0x21, 0x03]), 3, "2103" },
        { ElementType.Int4, t => t.Int32Data.Add([0xF1, 0x03]), 3, "F103" },
        { ElementType.Float4E2M1, t => t.Int32Data.Add([0xF1, 0x03]), 4, "F103" },
        { ElementType.UInt2, t => t.Int32Data.Add([0xE4, 0x01]), 5, "E401" },
        { ElementType.Int2, t => t.Int32Data.Add([0xE4]), 4, "E4" },
    };

    [Theory, MemberData(nameof(Typed))]
    public void Typed_fields_and_bytes_are_the_same_tensor(ElementType type, Action<TensorProto> fill, long count, string hex)
    {
        var typed = Read(Proto(type, fill, count));
        Assert.Equal((type, count), (typed.Element, typed.Count));
        Assert.Equal(hex, Convert.ToHexString(typed.Bytes));
        Assert.Equal(typed, Read(Models.Raw("w", (int)type, [count], Convert.FromHexString(hex))));
        Assert.Empty(ModelChecker.Check(Models.With(m => m.Graph.Initializer.Add(Named(Proto(type, fill, count))))));
        Assert.StartsWith(type.Text(), typed.ToString(), StringComparison.Ordinal);

        static TensorProto Named(TensorProto t)
        {
            t.Name = "w";
            return t;
        }
    }

    [Fact]
    public void Every_element_type_is_in_the_table() =>
        Assert.Equal(Enum.GetValues<ElementType>().Where(t => t is not (ElementType.Undefined or ElementType.String)), Typed.Select(r => r.Data.Item1).Order());

    [Fact]
    public void Texts() => Assert.Equal(["ä", ""], Read(Proto(ElementType.String, t => t.StringData.Add([ByteString.CopyFromUtf8("ä"), ByteString.Empty]), 2)).Strings.ToArray());

    [Fact]
    public void Tensors_without_elements_and_scalars()
    {
        Assert.Equal("f32[0,3]", Read(Proto(ElementType.Float32, _ => { }, 0, 3)).Type.ToString());
        Assert.Equal(4f, Read(Proto(ElementType.Float32, t => t.FloatData.Add(4))).Span<float>()[0]);
    }

    [Fact]
    public void Any_non_zero_byte_is_true() => Assert.Equal("0101", Convert.ToHexString(Read(Models.Raw("w", 9, [2], [1, 77])).Bytes));

    public static TheoryData<string, TensorProto> Damaged => new()
    {
        { "unknown element type 99", new() { DataType = 99 } },
        { "unknown element type 0", new() },
        { "impossible sizes [-1]", Proto(ElementType.Float32, t => t.FloatData.Add(1), -1) },
        { "impossible sizes", Proto(ElementType.Float32, t => t.FloatData.Add(1), long.MaxValue, long.MaxValue) },
        { "impossible sizes", Proto(ElementType.Float32, _ => { }, 1L << 32, 1L << 32, 0) },
        { "more than 2 GiB", Proto(ElementType.Float32, t => t.FloatData.Add(1), 1L << 40) },
        { "takes 1000000 entries of float_data", Proto(ElementType.Float32, t => t.FloatData.Add(1), 1_000_000) },
        { "takes 12 bytes, but raw_data has 4", Models.Raw("w", 1, [3], [0, 0, 0, 0]) },
        { "float_data and double_data", Proto(ElementType.Float32, t => { t.FloatData.Add(1); t.DoubleData.Add(1); }) },
        { "0 elements but data in float_data", Proto(ElementType.Float32, t => t.FloatData.Add(1), 0) },
        { "entries of float_data", Proto(ElementType.Float32, t => t.Int32Data.Add(1)) },
        { "out of range", Proto(ElementType.Int8, t => t.Int32Data.Add(200)) },
        { "out of range", Proto(ElementType.UInt32, t => t.Uint64Data.Add(1UL << 40)) },
        { "texts in raw_data", Models.Raw("w", 8, [1], [1]) },
        { "not valid UTF-8", Proto(ElementType.String, t => t.StringData.Add(ByteString.CopyFrom(0xFF))) },
        { "in another file", new() { DataType = 1, DataLocation = TensorProto.Types.DataLocation.External } },
        { "segment", new() { DataType = 1, Segment = new() } },
    };

    [Theory, MemberData(nameof(Damaged))]
    public void A_damaged_tensor_is_refused_by_name(string part, TensorProto proto)
    {
        var error = Assert.ThrowsAny<NablaException>(() => Read(proto));
        Assert.Contains("nitializer 'w'", error.Message, StringComparison.Ordinal);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }
}
