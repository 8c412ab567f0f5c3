using Nabla.Onnx;
using Nabla.Onnx.Protos;
using Nabla.Tests.Ops;

namespace Nabla.Tests;

/// <summary>What an older op becomes when a file is read, and where one goes when a graph is written.</summary>
public class UpgradeTests
{
    /// <summary>Two outputs, since version 12.</summary>
    [Op("Pair", 12, Signature = "a -> y, z?")]
    public sealed record Pair(long Extra = 0) : Op
    {
        public override int OldestVersion(IReadOnlyList<Value?> x) => Extra != 0 ? 15 : 12;

        public override TensorType[] Infer(Inference x) => [x.Type(), x.Type()];
    }

    /// <summary>Before, they came about otherwise.</summary>
    [Op("Pair", 4, 8, Signature = "a -> y, z?")]
    public sealed record Pair8(string How = "apart") : Upgrade
    {
        public int Named { get; init; }

        public override Op ForOutputs(int outputs, IReadOnlyList<Value?> x) => this with { Named = outputs };

        public override Value[] Body(Graph graph, IReadOnlyList<Value?> x)
        {
            Require(How != "wrong", "there is no such way");
            var y = How == "through" ? x[0]! : graph.Add("Relu", x[0]);
            return How == "count" ? [graph.Constant(Tensor.Scalar(Named))] : How == "bug" ? [x[7]!] : [y, How == "apart" ? graph.Add("Relu", y) : y];
        }
    }

    static Registry Ops => TestOps.Registry().Add<Pair>().Add<Pair8>();

    static ModelProto File(string how, params string[] outputs)
    {
        var model = Models.With(m => m.OpsetImport[0].Version = 10);
        model.Graph.Node.Clear();
        model.Graph.Node.Add(Models.Node("Pair", ["x"], outputs, new AttributeProto { Name = "how", Type = AttributeProto.Types.AttributeType.String, S = Google.Protobuf.ByteString.CopyFromUtf8(how) }));
        model.Graph.Output.Clear();
        model.Graph.Output.Add(outputs.Where(o => o.Length > 0).Select(o => new ValueInfoProto { Name = o }));
        return model;
    }

    static string Read(string how, params string[] outputs) =>
        string.Join("; ", OnnxImport.Read(File(how, outputs), Ops).Graph.Nodes.Select(n => $"{string.Join(",", n.Outputs.Select(o => o.Name))} = {n.Op.Schema.Name}({n.Inputs[0]!.Name})"));

    [Theory]
    [InlineData("apart", "y = Relu(x); z = Relu(y)", "y", "z")]
    [InlineData("apart", "relu = Relu(x); z = Relu(relu)", "", "z")]
    [InlineData("apart", "y = Relu(x); relu_2 = Relu(y)", "y")]
    [InlineData("apart", "relu_2 = Relu(x); relu = Relu(relu_2)", "", "relu")]
    [InlineData("twice", "y = Relu(x); z = Identity(y)", "y", "z")]
    [InlineData("through", "y = Identity(x); z = Identity(x)", "y", "z")]
    [InlineData("through", "z = Identity(x)", "", "z")]
    public void The_names_of_the_file_stay(string how, string nodes, params string[] outputs) => Assert.Equal(nodes, Read(how, outputs));

    [Theory, InlineData(1, "y"), InlineData(1, "y", ""), InlineData(2, "y", "z"), InlineData(2, "", "z")]
    public void An_op_may_ask_how_many_outputs_a_node_names(int named, params string[] outputs)
    {
        if (named == 2) Assert.Contains("names 2 outputs, but Pair-8 gives 1", Refusal("count", outputs), StringComparison.Ordinal);
        else Assert.Equal(Tensor.Scalar(named), OnnxImport.Read(File("count", outputs), Ops).Graph.Outputs[0].Constant);
    }

    [Theory]
    [InlineData("wrong", "Pair-8 'y' ([2,3]): in its body: there is no such way.")]
    [InlineData("bug", "Pair-8 'y' ([2,3]): its body threw ArgumentOutOfRangeException")]
    public void An_error_names_the_node(string how, string message) => Assert.StartsWith(message, Refusal(how, "y", "z"), StringComparison.Ordinal);

    [Fact]
    public void A_value_with_two_names_needs_an_op_for_it() =>
        Assert.Contains("no plugin provides that op", Assert.ThrowsAny<NablaException>(() => OnnxImport.Read(File("through", "y"), new Registry().Add<Relu>().Add<Pair>().Add<Pair8>())).Message, StringComparison.Ordinal);

    [Theory, InlineData(7, "Pair"), InlineData(8, "Pair"), InlineData(11, "Pair"), InlineData(12, "Relu,Relu"), InlineData(21, "Relu,Relu")]
    public void Written_to_a_file_of_its_versions_it_stays_what_it_is(int opset, string ops)
    {
        var graph = new Program(Ops).AddGraph("g");
        graph.Output(graph.Add(new Pair8(), graph.Input("x", ElementType.Float32, [2]))[1], "y");
        var model = OnnxExport.Write(graph, new() { Opset = opset });
        Assert.Equal(ops, string.Join(',', model.Graph.Node.Select(n => n.OpType)));
        Assert.Equal("y", model.Graph.Output.Single().Name);
        Assert.DoesNotContain(ModelChecker.Check(model, Ops), f => f.Severity == Severity.Error);
        Assert.Equal(["Relu", "Relu"], OnnxImport.Read(model, Ops).Graph.Nodes.Select(n => n.Op.Schema.Name));
    }

    [Theory]
    [InlineData(0, 11, "it has its meaning from opset 12 on, and it has no body to write in its place. Use opset 12 or above.")]
    [InlineData(1, 14, "with these attributes and inputs it is known from opset 15 on, and it has no body to write in its place. Use opset 15 or above.")]
    [InlineData(0, 12, null)]
    [InlineData(1, 15, null)]
    public void An_attribute_is_not_written_where_its_version_has_none(long extra, int opset, string? refusal)
    {
        var graph = new Program(Ops).AddGraph("g");
        graph.Output(graph.Add(new Pair(extra), graph.Input("x", ElementType.Float32, [2]))[0], "y");
        var options = new OnnxExportOptions { Opset = opset };
        if (refusal is null) Assert.Single(OnnxExport.Write(graph, options).Graph.Node);
        else Assert.Equal($"Pair-12 'pair' ([2]) cannot be written at opset {opset}: {refusal}", Assert.ThrowsAny<NablaException>(() => OnnxExport.Write(graph, options)).Message.Replace("'y'", "'pair'", StringComparison.Ordinal));
    }

    static string Refusal(string how, params string[] outputs) => Assert.ThrowsAny<NablaException>(() => OnnxImport.Read(File(how, outputs), Ops)).Message;
}
