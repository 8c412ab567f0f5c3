using Google.Protobuf;
using Nabla.Onnx;
using Nabla.Onnx.Protos;
using Nabla.Tests.Ops;
using Kind = Nabla.Onnx.Protos.AttributeProto.Types.AttributeType;

namespace Nabla.Tests;

/// <summary>What the format leaves to who writes it: versions, packing, sparse tensors, fields of versions to come.</summary>
public class FormatTests
{
    static Graph Read(Action<ModelProto> change) => OnnxImport.Read(Models.With(change), TestOps.Registry()).Graph;

    [Fact]
    public void Every_version_is_read()
    {
        for (int opset = 6; opset <= 26; opset++)
            for (int ir = 3; ir <= 13; ir++)
                Assert.Equal("Relu", Read(m => (m.IrVersion, m.OpsetImport[0].Version) = (ir, opset)).Nodes.Single().Op.Schema.Name);
    }

    // key: field and wire type 2, then the length; unpacked: the key with the wire type of one element before each.
    static readonly (string Name, byte[] Packed, byte[] Unpacked, Func<byte[], object> Read)[] Lists =
    [
        ("ints", [0x42, 2, 1, 2], [0x40, 1, 0x40, 2], b => AttributeProto.Parser.ParseFrom(b).Ints),
        ("floats", [0x3A, 8, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40], [0x3D, 0, 0, 0x80, 0x3F, 0x3D, 0, 0, 0, 0x40], b => AttributeProto.Parser.ParseFrom(b).Floats),
        ("dims", [0x0A, 2, 1, 2], [0x08, 1, 0x08, 2], b => TensorProto.Parser.ParseFrom(b).Dims),
        ("float_data", [0x22, 8, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40], [0x25, 0, 0, 0x80, 0x3F, 0x25, 0, 0, 0, 0x40], b => TensorProto.Parser.ParseFrom(b).FloatData),
        ("int32_data", [0x2A, 2, 1, 2], [0x28, 1, 0x28, 2], b => TensorProto.Parser.ParseFrom(b).Int32Data),
        ("int64_data", [0x3A, 2, 1, 2], [0x38, 1, 0x38, 2], b => TensorProto.Parser.ParseFrom(b).Int64Data),
        ("double_data", [0x52, 16, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0x40], [0x51, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0x51, 0, 0, 0, 0, 0, 0, 0, 0x40], b => TensorProto.Parser.ParseFrom(b).DoubleData),
        ("uint64_data", [0x5A, 2, 1, 2], [0x58, 1, 0x58, 2], b => TensorProto.Parser.ParseFrom(b).Uint64Data),
        ("sparse dims", [0x1A, 2, 1, 2], [0x18, 1, 0x18, 2], b => SparseTensorProto.Parser.ParseFrom(b).Dims),
    ];

    public static TheoryData<string> ListNames => [.. Lists.Select(l => l.Name)];

    [Theory, MemberData(nameof(ListNames))]
    public void Packed_and_unpacked_lists_are_the_same(string name)
    {
        var (_, packed, unpacked, read) = Lists.Single(l => l.Name == name);
        var numbers = ((System.Collections.IEnumerable)read(packed)).Cast<object>().Select(v => Convert.ToDouble(v, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal([1.0, 2], numbers);
        Assert.Equal(read(packed), read(unpacked));
    }

    static SparseTensorProto Sparse(string name, long[] dims, float[] values, long[] indices, bool isFlat = true) => new()
    {
        Dims = { dims },
        Values = Models.Floats(name, values),
        Indices = new() { DataType = 7, Dims = { isFlat ? [values.Length] : [values.Length, dims.Length] }, Int64Data = { indices } },
    };

    [Theory, InlineData(true), InlineData(false)]
    public void A_sparse_initializer_is_a_dense_one(bool isFlat)
    {
        var graph = Read(m =>
        {
            m.Graph.SparseInitializer.Add(Sparse("s", [2, 3], [5, 7], isFlat ? [1, 5] : [0, 1, 1, 2], isFlat));
            m.Graph.Input.Add(Models.Info("s", 1, 2, 3));
            m.Graph.Output.Add(Models.Info("s", 1, 2, 3));
        });
        Assert.Equal((ValueKind.Parameter, Tensor.Of([0f, 5, 0, 0, 0, 7], 2, 3)), (graph.Outputs[1].Kind, graph.Outputs[1].Variable!.ToTensor()));
    }

    [Fact]
    public void A_constant_may_be_sparse()
    {
        var graph = Read(m =>
        {
            m.Graph.Node.Insert(0, Models.Node("Constant", [], ["c"], new AttributeProto { Name = "sparse_value", Type = Kind.SparseTensor, SparseTensor = Sparse("", [4], [9], [2]) }));
            m.Graph.Output.Add(new ValueInfoProto { Name = "c" });
        });
        Assert.Equal(Tensor.Vector(0f, 0, 9, 0), graph.Outputs[1].Constant);
    }

    public static TheoryData<string, SparseTensorProto> Damaged => new()
    {
        { "Sparse initializer 's' has a value at a position outside of [2,3]", Sparse("s", [2, 3], [1], [6]) },
        { "outside of [2,3]", Sparse("s", [2, 3], [1], [-1]) },
        { "outside of [2,3]", Sparse("s", [2, 3], [1], [0, 3], isFlat: false) },
        { "each value needs one position", Sparse("s", [2, 3], [1, 2], [0]) },
        { "impossible sizes", Sparse("s", [-2], [1], [0]) },
        { "may take 256 MiB in all", Sparse("s", [1L << 40], [1], [0]) },
        { "lacks its values or their indices", new() { Values = Models.Floats("s", 1) } },
    };

    [Theory, MemberData(nameof(Damaged))]
    public void A_damaged_sparse_tensor_is_refused(string part, SparseTensorProto tensor)
    {
        // One index for two values.
        if (part.StartsWith("each", StringComparison.Ordinal)) tensor.Indices.Dims[0] = 1;
        var error = Assert.ThrowsAny<NablaException>(() => Read(m => m.Graph.SparseInitializer.Add(tensor)));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("If"), InlineData("Loop"), InlineData("Scan")]
    public void Control_flow_is_refused_by_name(string op)
    {
        var error = Assert.ThrowsAny<NablaException>(() => Read(m =>
        {
            m.Graph.Node[0].OpType = op;
            m.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "body", Type = Kind.Graph, G = new() });
        }));
        Assert.StartsWith($"Node 'Relu_y' ({op}): attribute 'body' is a graph; control flow is not supported", error.Message, StringComparison.Ordinal);
    }

    // Field 900, a text.
    static readonly byte[] Tomorrow = [0xA2, 0x38, 2, (byte)'h', (byte)'i'];

    [Fact]
    public void Fields_that_are_not_known_survive()
    {
        var model = Models.With(m =>
        {
            m.Graph.Initializer.Add(Models.Floats("w", 1, 2, 3));
            m.Graph.Node.Add(Models.Node("Add", ["y", "w"], ["z"]));
            m.Graph.Output.Add(Models.Info("z", 1, 2, 3));
            foreach (var message in (IMessage[])[m, m.Graph, m.Graph.Node[0], m.Graph.Initializer[0], m.Graph.Input[0]]) message.MergeFrom(Tomorrow);
        });
        Assert.Equal(5, Count(OnnxFile.Read(model.ToByteArray()).ToByteArray()));
        var read = OnnxImport.Read(model, TestOps.Registry());
        Assert.Equal(5, Count(OnnxExport.Write(read.Graph, read.ToExportOptions()).ToByteArray()));
        Assert.Equal(0, Count(OnnxExport.Write(read.Graph).ToByteArray()));

        static int Count(ReadOnlySpan<byte> file)
        {
            int count = 0;
            for (int at; (at = file.IndexOf(Tomorrow)) >= 0; file = file[(at + Tomorrow.Length)..]) count++;
            return count;
        }
    }
}
