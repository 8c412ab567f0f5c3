using System.Buffers.Binary;
using System.Text;
using Nabla.Weights;

namespace Nabla.Tests;

/// <summary>Files made by hand from the format's description; the writer is compared with them.</summary>
public sealed class SafetensorsTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nabla-weights-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The bytes of a file: length, header, data.</summary>
    public static byte[] File(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data];
    }

    static WeightSet Read(byte[] file) => Safetensors.Read(new MemoryStream(file), "'w'");

    [Fact]
    public void A_file_by_the_book()
    {
        // As torch and the reference implementation write it, padded with spaces.
        var weights = Read(File("""{"__metadata__":{"format":"pt"},"a.weight":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"n":{"dtype":"I64","shape":[],"data_offsets":[8,16]},"none":{"dtype":"F16","shape":[0,3],"data_offsets":[16,16]}}   """,
            [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 7, 0, 0, 0, 0, 0, 0, 0]));
        Assert.Equal(["a.weight", "n", "none"], weights.Names);
        Assert.Equal(Tensor.Of([1f, -2f], 2, 1), weights["a.weight"]);
        Assert.Equal(Tensor.Scalar(7L), weights["n"]);
        Assert.Equal("f16[0,3]", weights["none"].Type.ToString());
        Assert.Equal("pt", weights.Metadata["format"]);
    }

    public static TheoryData<string, ElementType, int> Types => new()
    {
        { "F64", ElementType.Float64, 8 }, { "F32", ElementType.Float32, 4 }, { "F16", ElementType.Float16, 2 }, { "BF16", ElementType.BFloat16, 2 },
        { "I8", ElementType.Int8, 1 }, { "I16", ElementType.Int16, 2 }, { "I32", ElementType.Int32, 4 }, { "I64", ElementType.Int64, 8 },
        { "U8", ElementType.UInt8, 1 }, { "U16", ElementType.UInt16, 2 }, { "U32", ElementType.UInt32, 4 }, { "U64", ElementType.UInt64, 8 },
        { "BOOL", ElementType.Bool, 1 }, { "C64", ElementType.Complex64, 8 },
    };

    [Theory, MemberData(nameof(Types))]
    public void Every_element_type_is_read_and_written(string name, ElementType element, int size)
    {
        byte[] data = [.. Enumerable.Range(0, 3 * size).Select(i => element == ElementType.Bool ? (byte)(i & 1) : (byte)(i * 37 + 1))];
        var file = File($$$"""{"x":{"dtype":"{{{name}}}","shape":[3],"data_offsets":[0,{{{3 * size}}}]}}""", data);
        var weights = Read(file);
        Assert.Equal(Tensor.FromBytes(element, data, 3), weights["x"]);
        var written = new MemoryStream();
        Safetensors.Write(weights, written);
        Assert.Equal(0, (BinaryPrimitives.ReadInt64LittleEndian(written.ToArray()) + 8) % 8);
        Assert.Equal(Encoding.UTF8.GetString(file[8..^data.Length]), Encoding.UTF8.GetString(written.ToArray()[8..^data.Length]).TrimEnd(' '));
        Assert.Equal(data, written.ToArray()[^data.Length..]);
    }

    [Fact]
    public void What_is_written_is_read_again_with_order_names_and_metadata()
    {
        var weights = new WeightSet { Metadata = new Dictionary<string, string> { ["format"] = "pt", ["ä\""] = "\\" } };
        foreach (var (name, tensor) in (List<(string, Tensor)>)
            [("z", Tensor.Vector(1f)), ("a/ü\n", Tensor.Vector(2f, 3f)), ("half", Tensor.Vector((Half)1)), ("flag", Tensor.Vector(true)), ("long", Tensor.Of<long>([], 0, 5))])
            weights.Add(name, tensor);
        var path = Path.Combine(_folder.FullName, "w.safetensors");
        WeightFile.Write(weights, path);
        var read = WeightFile.Read(path);
        Assert.Equal(["long", "z", "a/ü\n", "half", "flag"], read.Names);
        Assert.All(weights, w => Assert.Equal(w.Value, read[w.Key]));
        Assert.Equal(weights.Metadata, read.Metadata);
        Assert.Equal(read.Select(r => new StoredTensor(r.Key, r.Value.Type)), WeightFile.List(path));
        Assert.Single(_folder.GetFiles());
    }

    public static TheoryData<string, string, int> Damaged => new()
    {
        { "'x' has the element type F8_E4M3", """{"x":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", 4 },
        { "'x' has the element type F4", """{"x":{"dtype":"F4","shape":[8],"data_offsets":[0,4]}}""", 4 },
        { "takes 8 bytes, but has 4", """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4 },
        { "and 4 follow the header", """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4 },
        { "and 5 follow the header", """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5 },
        { "and 1 follow the header", "{}", 1 },
        { "begins at byte 4", """{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8 },
        { "begins at byte 5", """{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"y":{"dtype":"U8","shape":[4],"data_offsets":[5,9]}}""", 9 },
        { "begins at byte 2", """{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"y":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6 },
        { "ends before it begins", """{"x":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""", 4 },
        { "more than 2 GiB", """{"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}""", 4 },
        { "more than 2 GiB", """{"x":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807,0],"data_offsets":[0,0]}}""", 0 },
        { "whole numbers of 0 or more", """{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4 },
        { "whole numbers of 0 or more", """{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4 },
        { "whole numbers of 0 or more", """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,18446744073709551616]}}""", 4 },
        { "is no list", """{"x":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", 4 },
        { "lacks its dtype", """{"x":{"shape":[1],"data_offsets":[0,4]}}""", 4 },
        { "lacks its dtype", """{"x":{"dtype":7,"shape":[1],"data_offsets":[0,4]}}""", 4 },
        { "two data_offsets", """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}""", 4 },
        { "'x' is there twice", """{"x":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"x":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0 },
        { "gives its shape twice", """{"x":{"dtype":"U8","shape":[0],"shape":[0],"data_offsets":[0,0]}}""", 0 },
        { "'x' is no object", """{"x":[]}""", 0 },
        { "is no text", """{"__metadata__":{"a":1}}""", 0 },
        { "is no JSON", """{"x":""", 0 },
        { "is no JSON", """{} {}""", 0 },
        { "is no JSON", """{"x":{"dtype":"U8","shape":[],"y":[[[[[[[[[[[]]]]]]]]]]]}}""", 0 },
        { "is no JSON", """{"\ud800":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0 },
        { "does not begin with '{'", """[1]""", 0 },
        { "does not begin with '{'", """ {}""", 0 },
    };

    [Theory, MemberData(nameof(Damaged))]
    public void A_damaged_file_is_refused_with_the_broken_rule(string rule, string header, int bytes)
    {
        var error = Assert.ThrowsAny<NablaException>(() => Read(File(header, new byte[bytes])));
        Assert.StartsWith("'w' is no safetensors file, or is damaged: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fewer than the length of a header", 1, 2, 3)]
    [InlineData("would have 18446744073709551615 bytes", 255, 255, 255, 255, 255, 255, 255, 255)]
    [InlineData("would have 100000001 bytes", 0x01, 0xE1, 0xF5, 0x05, 0, 0, 0, 0)]
    [InlineData("would have 1 bytes", 1, 0, 0, 0, 0, 0, 0, 0, 123)]
    [InlineData("would have 100000000 bytes, and 2 follow", 0x00, 0xE1, 0xF5, 0x05, 0, 0, 0, 0, 123, 125)]
    public void A_header_that_cannot_be_is_refused_before_memory_is_taken(string rule, params int[] bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.ThrowsAny<NablaException>(() => Read([.. bytes.Select(b => (byte)b)]));
        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void What_the_format_cannot_hold_is_refused()
    {
        Assert.Contains("str", Refused(new() { { "t", Tensor.OfStrings(["a"], 1) } }), StringComparison.Ordinal);
        Assert.Contains("f8e4m3fn", Refused(new() { { "t", Tensor.FromBytes(ElementType.Float8E4M3FN, [1], 1) } }), StringComparison.Ordinal);
        Assert.Contains("__metadata__", Refused(new() { { "__metadata__", Tensor.Vector(1f) } }), StringComparison.Ordinal);
        Assert.Contains(".safetensors, .npz, .npy", Assert.ThrowsAny<NablaException>(() => WeightFile.Write(new(), "w.bin")).Message, StringComparison.Ordinal);

        static string Refused(WeightSet weights) => Assert.ThrowsAny<NablaException>(() => Safetensors.Write(weights, new MemoryStream())).Message;
    }

    [Fact]
    public void Any_non_zero_byte_is_true() =>
        Assert.Equal(Tensor.Vector(true, false), Read(File("""{"x":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}}""", [9, 0]))["x"]);

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains("none.safetensors' cannot be read", Assert.ThrowsAny<NablaException>(() => WeightFile.Read(Path.Combine(_folder.FullName, "none.safetensors"))).Message, StringComparison.Ordinal);
}
