using Google.Protobuf;
using Nabla.Onnx;
using Nabla.Onnx.Protos;
using Nabla.Tests.Ops;
using Kind = Nabla.Onnx.Protos.AttributeProto.Types.AttributeType;

namespace Nabla.Tests;

/// <summary>Models of other tools.</summary>
public class ImportTests
{
    static Graph Read(Action<ModelProto> change, OnnxImportOptions? options = null) => OnnxImport.Read(Models.With(change), TestOps.Registry(), options).Graph;

    [Fact]
    public void Floats_are_parameters_the_rest_is_constant()
    {
        void Change(ModelProto m)
        {
            m.Graph.Initializer.Add([Models.Floats("w", 1, 2), Models.Raw("scalar", 1, [], new byte[4]), Models.Raw("axes", 7, [1], new byte[8])]);
            m.Graph.Output.Add([new() { Name = "w" }, new() { Name = "scalar" }, new() { Name = "axes" }]);
        }
        Assert.Equal([ValueKind.Computed, ValueKind.Parameter, ValueKind.Constant, ValueKind.Constant], Read(Change).Outputs.Select(o => o.Kind));
        Assert.DoesNotContain(Read(Change, new() { ParametersAsConstants = true }).Outputs, o => o.Kind == ValueKind.Parameter);
    }

    [Fact]
    public void An_initializer_that_is_an_input_too_is_stored_not_fed()
    {
        var graph = Read(m =>
        {
            m.Graph.Input.Add(Models.Info("w", 1, 3));
            m.Graph.Initializer.Add(Models.Floats("w", 1, 2, 3));
        });
        Assert.Equal(["x"], graph.Inputs.Where(v => v.Kind == ValueKind.Input).Select(v => v.Name));
    }

    [Fact]
    public void Dimension_names_that_are_no_symbols_become_some_and_are_remembered()
    {
        var model = Models.With(m =>
        {
            var dims = m.Graph.Input[0].Type.TensorType.Shape.Dim;
            (dims[0].DimParam, dims[1].DimParam) = ("batch size", "batch_size");
            dims.Add([new() { DimParam = "2*N+1" }, new() { DimParam = "7" }, new(), new() { DimParam = "9223372036854775807*9223372036854775807" }, new() { DimParam = "batch size" }]);
            m.Graph.Output[0].Type = null;
        });
        var read = OnnxImport.Read(model, TestOps.Registry());
        Assert.Equal("[batch_size_2,batch_size,2*N+1,_7,?1,_9223372036854775807_9223372036854775807,batch_size_2]", read.Graph.Inputs[0].Shape.ToString());
        Assert.Equal("batch size", read.SymbolNames["batch_size_2"]);
        var written = OnnxExport.Write(read.Graph, read.ToExportOptions()).Graph.Input[0].Type.TensorType.Shape.Dim;
        Assert.Equal("batch size", written[0].DimParam);
    }

    [Fact]
    public void An_unknown_size_is_no_symbol_of_the_file()
    {
        var graph = Read(m =>
        {
            m.Graph.Input[0].Type.TensorType.Shape.Dim[0].ClearValue();
            m.Graph.Input.Add(Models.Info("z", 1, 1));
            m.Graph.Input[1].Type.TensorType.Shape.Dim[0].DimParam = "?1";
        });
        Assert.NotEqual(graph.Inputs[0].Shape[0], graph.Inputs[1].Shape[0]);
    }

    [Fact]
    public void Constant_nodes_are_constants()
    {
        var graph = Read(m =>
        {
            m.Graph.Node.Insert(0, Models.Node("Constant", [], ["c"], new AttributeProto { Name = "value", Type = Kind.Tensor, T = Models.Floats("", 1, 2, 3) }));
            m.Graph.Node.Add(Models.Node("Add", ["x", "c"], ["z"]));
            m.Graph.Output.Add(Models.Info("z", 1, 2, 3));
        });
        Assert.Equal(Tensor.Vector(1f, 2f, 3f), graph.Nodes[1].Inputs[1]!.Constant);
    }

    [Fact]
    public void The_domain_has_two_spellings() => Assert.Single(Read(m => (m.OpsetImport[0].Domain, m.Graph.Node[0].Domain) = ("ai.onnx", "ai.onnx")).Nodes);

    [Fact]
    public void Packed_and_unpacked_lists_are_read()
    {
        // dims of a TensorProto, packed as proto3 writers do: field 1, length 2, the values 1 and 2; then data_type 1 and two raw floats.
        byte[] packed = [0x0A, 2, 1, 2, 0x10, 1, 0x4A, 8, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal([1L, 2L], TensorProto.Parser.ParseFrom(packed).Dims);
    }

    public static TheoryData<string, Action<ModelProto>> Refusals => new()
    {
        { "no graph", m => m.Graph = null },
        { "IR version 15", m => m.IrVersion = 15 },
        { "No plugin provides op 'Foo'. Loaded: Add,", m => m.Graph.Node[0].OpType = "Foo" },
        { "Node 'Relu_y'", m => m.Graph.Node[0].OpType = "Foo" },
        { "operator set 'com.x'", m => m.Graph.Node[0].Domain = "com.x" },
        { "operator set 'ai.onnx'", m => m.OpsetImport.Clear() },
        { "version 0 of operator set", m => m.OpsetImport[0].Version = 0 },
        { "from version 13 on; opset 12", m => { m.OpsetImport[0].Version = 12; m.Graph.Node[0].OpType = "Softmax"; } },
        { "reads 'nothing'", m => m.Graph.Node[0].Input[0] = "nothing" },
        { "takes 1 input", m => m.Graph.Node[0].Input.Add("x") },
        { "must not be left out", m => { m.Graph.Node[0].OpType = "Add"; m.Graph.Node[0].Input.Insert(0, ""); } },
        { "names 2 outputs, but Relu-14 gives 1", m => m.Graph.Node[0].Output.Add("z") },
        { "no attribute 'alpha'", m => m.Graph.Node[0].Attribute.Add(Models.Float("alpha", 1)) },
        { "attribute 'alpha' twice", m => m.Graph.Node[0].Attribute.Add([Models.Float("alpha", 1), Models.Float("alpha", 1)]) },
        { "'axis' must be Int64", m => { m.Graph.Node[0].OpType = "Softmax"; m.Graph.Node[0].Attribute.Add(Models.Float("axis", 1)); } },
        { "needs the attribute 'to'", m => m.Graph.Node[0].OpType = "Cast" },
        { "unknown element type 77", m => { m.Graph.Node[0].OpType = "Cast"; m.Graph.Node[0].Attribute.Add(Models.Int("to", 77)); } },
        { "control flow", m => m.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "body", Type = Kind.Graph, G = new() }) },
        { "not valid UTF-8", m => m.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "mode", Type = Kind.String, S = ByteString.CopyFrom(0xFF) }) },
        { "no shape", m => m.Graph.Input[0].Type.TensorType.Shape = null },
        { "no tensor type", m => m.Graph.Input[0].Type = null },
        { "no tensor type", m => m.Graph.Input[0].Type = new() { SequenceType = new() } },
        { "unknown element type 0", m => m.Graph.Input[0].Type.TensorType.ElemType = 0 },
        { "dimension of size -1", m => m.Graph.Input[0].Type.TensorType.Shape.Dim[0].DimValue = -1 },
        { "'x' is taken", m => m.Graph.Node[0].Output[0] = "x" },
        { "name must not be empty", m => m.Graph.Input[0].Name = "" },
        { "'z' is computed by no node", m => m.Graph.Output[0].Name = "z" },
        { "listed twice", m => m.Graph.Output.Add(m.Graph.Output[0]) },
        { "declares 'y' as i64[2,3]", m => m.Graph.Output[0].Type.TensorType.ElemType = 7 },
        { "declares 'y' as f32[2,4]", m => m.Graph.Output[0].Type.TensorType.Shape.Dim[1].DimValue = 4 },
        { "declares 'y' as f32[2]", m => m.Graph.ValueInfo.Add(Models.Info("y", 1, 2)) },
        { "declares 'y' as MapType", m => m.Graph.Output[0].Type = new() { MapType = new() } },
        { "needs two matrices", m => { m.Graph.Node[0].OpType = "MatMul"; m.Graph.Node[0].Input.Add("w"); m.Graph.Initializer.Add(Models.Floats("w", 1)); } },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void What_cannot_be_read_is_refused_by_name(string part, Action<ModelProto> change)
    {
        var error = Assert.ThrowsAny<NablaException>(() => Read(change));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_file_version_tells_attribute_types_by_their_field()
    {
        var graph = Read(m =>
        {
            m.Graph.Node[0].OpType = "Softmax";
            m.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "axis", I = 1 });
        });
        Assert.Equal(new Softmax(1), graph.Nodes[0].Op);
    }
}
