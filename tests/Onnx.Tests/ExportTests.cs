using Google.Protobuf;
using Nabla.Onnx;
using Nabla.Onnx.Protos;
using Nabla.Tests.Ops;

namespace Nabla.Tests;

/// <summary>What the file says.</summary>
public class ExportTests
{
    [Fact]
    public void The_defaults_are_opset_21_and_ir_10()
    {
        var model = OnnxExport.Write(Models.Mlp());
        Assert.Equal((10, 21L, "", "Nabla", "mlp"), (model.IrVersion, model.OpsetImport[0].Version, model.OpsetImport[0].Domain, model.ProducerName, model.Graph.Name));
        Assert.Empty(ModelChecker.Check(model, TestOps.Registry(), full: true));
    }

    [Theory, InlineData(13, 7), InlineData(17, 8), InlineData(19, 9), InlineData(22, 10), InlineData(23, 11), InlineData(24, 12), InlineData(26, 13)]
    public void The_ir_version_follows_the_opset(int opset, int ir) => Assert.Equal(ir, OnnxExport.Write(Models.Mlp(), new() { Opset = opset }).IrVersion);

    [Fact]
    public void A_symbolic_batch_is_a_named_dimension()
    {
        var model = OnnxExport.Write(Models.Mlp());
        var (input, output) = (model.Graph.Input.Single().Type.TensorType.Shape, model.Graph.Output.Single().Type.TensorType.Shape);
        Assert.Equal("N", input.Dim[0].DimParam);
        Assert.Equal("N", output.Dim[0].DimParam);
        Assert.Equal(5, input.Dim[1].DimValue);
    }

    [Fact]
    public void A_scalar_has_a_shape_without_dimensions()
    {
        var graph = new Program(TestOps.Registry()).AddGraph("g");
        graph.Output(graph.Add("Relu", graph.Input("x", ElementType.Float32, [])), "y");
        Assert.NotNull(OnnxExport.Write(graph).Graph.Input[0].Type.TensorType.Shape);
    }

    [Fact]
    public void Only_attributes_that_differ_from_their_default_and_required_ones_are_written()
    {
        var graph = new Program(TestOps.Registry()).AddGraph("g");
        var x = graph.Input("x", ElementType.Float32, [3, 3]);
        graph.Output(graph.Add(new Gemm(Alpha: 2), x, graph.Add(new Gemm(), x, x)[0])[0]);
        graph.Output(graph.Add(new Cast(ElementType.Float32), x)[0]);
        var nodes = OnnxExport.Write(graph).Graph.Node;
        Assert.Equal([0, 1, 1], nodes.Select(n => n.Attribute.Count));
        Assert.Equal(("alpha", 2f, AttributeProto.Types.AttributeType.Float), (nodes[1].Attribute[0].Name, nodes[1].Attribute[0].F, nodes[1].Attribute[0].Type));
        Assert.Equal(("to", 1L), (nodes[2].Attribute[0].Name, nodes[2].Attribute[0].I));
    }

    [Fact]
    public void Metadata_survives()
    {
        var options = new OnnxExportOptions
        {
            Opset = 17,
            GraphName = "net",
            Producer = "me",
            ProducerVersion = "1.2",
            Description = "digits",
            ModelDomain = "org.example",
            ModelVersion = 7,
            Metadata = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" },
        };
        var model = OnnxImport.Read(OnnxFile.Read(OnnxExport.Write(Models.Mlp(), options).ToByteArray()), TestOps.Registry());
        Assert.Equal(("me", "1.2", "digits", "org.example", 7L, 17, 8L), (model.Producer, model.ProducerVersion, model.Description, model.Domain, model.ModelVersion, model.Opset, model.IrVersion));
        Assert.Equal("1", model.Metadata["a"]);
        Assert.Equal("net", model.Graph.Name);
        Assert.Equal(OnnxExport.Write(Models.Mlp(), options), OnnxExport.Write(model.Graph, model.ToExportOptions() with { Producer = "me", ProducerVersion = "1.2" }));
    }

    [Fact]
    public void Equal_models_are_equal_files() => Assert.Equal(OnnxExport.Write(Models.Mlp()).ToByteArray(), OnnxExport.Write(Models.Mlp()).ToByteArray());

    public static TheoryData<string, Func<Graph, Value>, int> Refusals => new()
    {
        { "opset 24", g => g.Add(new Hardmax(), g.Input("x", ElementType.Float32, [2]))[0], 21 },
        { "opset 13", g => g.Add("Softmax", g.Input("x", ElementType.Float32, [2])), 12 },
        { "Opset 29", g => g.Input("x", ElementType.Float32, [2]), 29 },
        { "Opset 6", g => g.Input("x", ElementType.Float32, [2]), 6 },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void What_cannot_be_written_is_refused_by_name(string part, Func<Graph, Value> build, int opset)
    {
        var graph = new Program(TestOps.Registry()).AddGraph("g");
        graph.Output(build(graph));
        var error = Assert.ThrowsAny<NablaException>(() => OnnxExport.Write(graph, new() { Opset = opset }));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_more_than_2_GiB_is_refused_before_it_takes_the_memory()
    {
        var graph = new Program(TestOps.Registry()).AddGraph("big");
        var tensor = Tensor.Filled(ElementType.Float32, 0, 1L << 24);
        for (int i = 0; i < 32; i++) graph.Output(graph.Add("Relu", graph.Constant(tensor)));
        Assert.Contains("2048 MiB of tensors", Assert.ThrowsAny<NablaException>(() => OnnxExport.Write(graph)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_without_outputs_is_refused() =>
        Assert.Contains("Graph.Output", Assert.ThrowsAny<NablaException>(() => OnnxExport.Write(new Program(new()).AddGraph("g"))).Message, StringComparison.Ordinal);
}
