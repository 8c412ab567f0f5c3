using Google.Protobuf;
using Nabla.Onnx;
using Nabla.Onnx.Protos;
using Nabla.Tests.Ops;

namespace Nabla.Tests;

/// <summary>What is written is read back as the same program.</summary>
public class RoundTripTests
{
    static Graph New(string name = "forward") => new Program(TestOps.Registry()).AddGraph(name);

    static Graph Again(Graph graph, OnnxExportOptions? options = null) =>
        OnnxImport.Read(OnnxFile.Read(OnnxExport.Write(graph, options).ToByteArray()), graph.Registry).Graph;

    static void AssertSame(Graph graph)
    {
        var read = Again(graph);
        Verifier.Check(read.Program);
        Assert.Equal(SsaPrinter.Print(graph), SsaPrinter.Print(read));
        Assert.Equal(graph.Nodes.Select(n => n.Name), read.Nodes.Select(n => n.Name));
        Assert.Equal(OnnxExport.Write(graph), OnnxExport.Write(read));
    }

    [Fact]
    public void Mlp()
    {
        var graph = Models.Mlp();
        AssertSame(graph);
        var read = Again(graph);
        Assert.Equal(graph.Inputs.Where(v => v.Variable is not null).Select(v => v.Variable!.ToTensor()), read.Inputs.Where(v => v.Variable is not null).Select(v => v.Variable!.ToTensor()));
    }

    [Fact]
    public void Parameters_state_and_constants_keep_their_kind()
    {
        var graph = New();
        var x = graph.Input("x", ElementType.Float32, ["N", 2]);
        var scalar = graph.Parameter(new("scale", Tensor.Scalar(2f)));
        var moment = graph.State(new("moment", Tensor.Vector(1f, 2f)));
        var counter = graph.State(new("counter", Tensor.Scalar(5L)));
        var count = graph.Parameter(new("count", Tensor.Vector(5L)));
        var sum = new[] { scalar, moment, graph.Constant(Tensor.Vector(3f, 4f), "offset"), graph.Constant(Tensor.Scalar(1f)) }.Aggregate(x, (a, b) => graph.Add("Add", a, b));
        graph.Output(sum);
        graph.Output(graph.Add("Add", counter, graph.Add("Add", count, graph.Ints(1))), "next");
        AssertSame(graph);
        Assert.Equal("offset", Again(graph).Nodes[2].Inputs[1]!.Name);
    }

    [Fact]
    public void Attributes_of_every_kind()
    {
        var graph = New();
        var x = graph.Input("x", ElementType.Float32, ["N"]);
        var zoo = new Zoo(-3, float.NaN, "grüße", [1, -2], [0.1f, float.PositiveInfinity], ["a", ""], Tensor.Of(new double[] { 1, 2 }, 2, 1), ElementType.Int8);
        graph.Output(graph.Add(zoo, x, x, x)[0]);
        graph.Output(graph.Add(new Zoo(F: -0f), x)[0]);
        graph.Output(graph.Add(new Zoo(0, 0), x)[0]);
        AssertSame(graph);
        var ops = Again(graph).Nodes.Select(n => n.Op).ToList();
        Assert.Equal(graph.Nodes.Select(n => n.Op), ops);
        Assert.Equal(3, OnnxExport.Write(graph).OpsetImport.Single(o => o.Domain == "test.zoo").Version);
    }

    [Fact]
    public void Optional_inputs_and_outputs_are_left_out_and_their_names_come_back()
    {
        var graph = New();
        var x = graph.Input("x", ElementType.Float32, ["N"]);
        var dropped = graph.Add("Dropout", graph.Add("Clip", x, null, graph.Constant(Tensor.Scalar(6f))));
        graph.Output(graph.Add(new Zoo(), dropped)[2]);
        graph.Output(graph.Add("Relu", x), "mask_2");
        AssertSame(graph);
        var nodes = OnnxExport.Write(graph).Graph.Node;
        Assert.Equal(["x", "", "const"], nodes[0].Input);
        Assert.Single(nodes[1].Output);
        Assert.Equal(["zoo", "", "c"], nodes[2].Output);
    }

    [Fact]
    public void Names_made_up_on_import_do_not_take_names_of_the_file()
    {
        var model = Models.With(m =>
        {
            m.OpsetImport.Add(new Onnx.Protos.OperatorSetIdProto { Domain = "test.zoo", Version = 1 });
            m.Graph.Node.Insert(0, Models.Node("Zoo", ["x"], ["z"]));
            m.Graph.Node[0].Domain = "test.zoo";
            m.Graph.Node.Add(Models.Node("Relu", ["z"], ["zoo"]));
            m.Graph.Node.Add(Models.Node("Relu", ["z"], ["zoo_2"]));
        });
        var graph = OnnxImport.Read(model, TestOps.Registry()).Graph;
        Verifier.Check(graph);
        Assert.Contains(graph.Nodes, n => n.Name == "Relu_zoo_2");
    }

    [Fact]
    public void Unknown_sizes_keep_their_symbols()
    {
        var graph = New();
        var x = graph.Input("x", ElementType.Float32, ["?3", "2*N+1", 4]);
        graph.Output(graph.Add("NonZero", x), "where");
        Assert.Equal("[3,?4]", graph.Outputs[0].Shape.ToString());
        AssertSame(graph);
    }

    [Fact]
    public void Dead_nodes_and_unread_inputs_are_not_written()
    {
        var graph = New();
        var (x, unread) = (graph.Input("x", ElementType.Float32, [2]), graph.Input("unread", ElementType.Float32, [2]));
        graph.Add("Relu", unread);
        graph.Output(graph.Add("Relu", x), "y");
        var written = OnnxExport.Write(graph).Graph;
        Assert.Equal(["x"], written.Input.Select(i => i.Name));
        Assert.Single(written.Node);
    }

    [Fact]
    public void Inputs_and_constants_may_be_outputs()
    {
        var graph = New();
        graph.Output(graph.Input("x", ElementType.Float32, [2]));
        graph.Output(graph.Constant(Tensor.Vector(1f, 2f), "c"));
        AssertSame(graph);
    }

    [Fact]
    public void Doc_strings_and_entries_come_back_where_what_they_belong_to_is_there()
    {
        StringStringEntryProto Entry(string value) => new() { Key = "note", Value = value };
        var model = Models.Relu();
        (model.DocString, model.Graph.DocString, model.Graph.Node[0].DocString) = ("of the model", "of the graph", "of the node");
        (model.Graph.Input[0].DocString, model.Graph.Output[0].DocString) = ("of the input", "of the output");
        model.MetadataProps.Add(Entry("model"));
        model.Graph.MetadataProps.Add(Entry("graph"));
        model.Graph.Node[0].MetadataProps.Add(Entry("node"));
        model.Graph.Output[0].MetadataProps.Add(Entry("output"));
        model.Graph.Initializer.Add(new TensorProto { Name = "w", DataType = 1, Dims = { 3 }, FloatData = { 1, 2, 3 }, DocString = "of the weight", MetadataProps = { Entry("weight") } });
        model.Graph.Node.Add(Models.Node("Add", ["y", "w"], ["z"]));
        model.Graph.Output.Add(Models.Info("z", 1, 2, 3));
        var read = OnnxImport.Read(model, TestOps.Registry());
        var written = OnnxExport.Write(read.Graph, read.ToExportOptions());
        Assert.Equal(model.DocString, written.DocString);
        Assert.Equal(model.MetadataProps, written.MetadataProps);
        Assert.Equal(model.Graph.DocString, written.Graph.DocString);
        Assert.Equal(model.Graph.MetadataProps, written.Graph.MetadataProps);
        Assert.Equal(model.Graph.Node, written.Graph.Node);
        Assert.Equal(model.Graph.Input, written.Graph.Input);
        Assert.Equal(model.Graph.Output, written.Graph.Output);
        Assert.Equal(("of the weight", Entry("weight")), (written.Graph.Initializer[0].DocString, written.Graph.Initializer[0].MetadataProps.Single()));
        Assert.Equal("", OnnxExport.Write(read.Graph).Graph.Node[0].DocString);
    }

    [Fact]
    public void Ops_that_a_file_cannot_name_are_written_as_their_bodies()
    {
        var graph = New();
        var x = graph.Input("x", ElementType.Float32, ["N"]);
        var twice = graph.Add("Relu", graph.Add(new Twice(), x)[0]);
        graph.Output(graph.Add(new CastLike(), twice, graph.Ints(1))[0], "result");
        graph.Output(graph.Add(new Through(), x)[0], "same");
        Assert.Equal(["Twice", "Relu", "Cast", "Through"], Again(graph).Nodes.Select(n => n.Op.Schema.Name));
        var read = Again(graph, new() { Inline = true });
        Assert.Equal(["Relu", "Add", "Relu", "Cast", "Identity"], read.Nodes.Select(n => n.Op.Schema.Name));
        Assert.Equal(["result", "same"], read.Outputs.Select(o => o.Name));
        Assert.Equal("twice", read.Nodes[1].Outputs[0].Name);
        // Without the plugin of the ops, the functions of the file are what is read.
        var file = OnnxExport.Write(graph);
        Assert.Equal(["Through", "Twice"], file.Functions.Select(f => f.Name).Order());
        Assert.Empty(ModelChecker.Check(file, TestOps.Registry(), full: true));
        var without = OnnxImport.Read(file, new Registry().Add<Relu>().Add<Add>().Add<Cast>().Add<Identity>().Add<CastLike>()).Graph;
        Assert.Equal(["Relu", "Add", "Relu", "Cast", "Identity"], without.Nodes.Select(n => n.Op.Schema.Name));
        Assert.Equal(["CastLike"], Ops(New(), x => x.Add(new CastLike(), x.Input("x", ElementType.Float32, []), x.Ints(1))[0], 25));

        static IEnumerable<string> Ops(Graph g, Func<Graph, Value> build, int opset)
        {
            g.Output(build(g));
            return OnnxExport.Write(g, new() { Opset = opset }).Graph.Node.Select(n => n.OpType);
        }
    }

    [Fact]
    public void A_graph_that_captures_is_joined_with_what_it_reads()
    {
        var first = Models.Mlp();
        var second = first.Program.AddGraph("second");
        second.Output(second.Add("Relu", second.Capture(first.Outputs[0])), "y");
        var read = Again(second);
        Assert.Equal("second", read.Name);
        Assert.Equal(first.Nodes.Count + 1, read.Nodes.Count);
    }
}
