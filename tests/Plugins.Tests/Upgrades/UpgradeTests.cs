using Nabla.Onnx;
using Nabla.OnnxRuntime;
using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Tests.Upgrades;

/// <summary>Files of older opsets mean what they meant.</summary>
public class UpgradeTests
{
    const double Tolerance = 5e-6;

    public static TheoryData<string> Everything => [.. OldNodes.Every.Select(n => n.Name)];

    public static TheoryData<string> WithSlopes => [.. OldNodes.Every.Where(n => n.Differentiable && n.Inputs[0].Element == ElementType.Float32).Select(n => n.Name)];

    public static TheoryData<string> WithoutSizes => [.. OldNodes.Every.Where(n => n.NeedsSizes is null).Select(n => n.Name)];

    public static TheoryData<string> Rewritten => [.. OldNodes.Every.Where(n => n.NotRewritten is null).Select(n => n.Name)];

    [Fact]
    public void Every_older_version_has_a_row()
    {
        var covered = OldNodes.Every.Select(n => (n.Op, Since(n.Op, n.Opset))).ToHashSet();
        foreach (var schema in OpTable.Ops.Ops.Select(o => o.Schema).Where(s => s.IsUpgrade))
            foreach (int since in schema.Since) Assert.Contains((schema.Name, since), covered);
    }

    [Theory, MemberData(nameof(Everything))]
    public void An_older_node_gives_what_it_gave(string name)
    {
        var node = OldNodes.Get(name);
        var model = node.ToModel();
        // Outputs are declared without types, which are not known before; what is deprecated is read all the same.
        Assert.DoesNotContain(ModelChecker.Check(model, OpTable.Ops), f => !f.Message.EndsWith("it has no type.", StringComparison.Ordinal) && !f.Message.Contains("is deprecated", StringComparison.Ordinal));
        var graph = OnnxImport.Read(model, OpTable.Ops).Graph;
        Assert.DoesNotContain(graph.Nodes, n => n.Op.Schema.IsUpgrade);
        Assert.Equal(Enumerable.Range(0, node.Outputs).Select(k => $"y{k}"), graph.Outputs.Select(o => o.Name));
        Agree(Expected(node), Run(graph, node.Inputs));
    }

    [Theory, MemberData(nameof(WithoutSizes))]
    public void It_is_read_without_knowing_sizes(string name)
    {
        var node = OldNodes.Get(name);
        Agree(Expected(node), Run(OnnxImport.Read(node.ToModel(symbolic: true), OpTable.Ops).Graph, node.Inputs));
    }

    [Theory, MemberData(nameof(Everything))]
    public void Added_to_a_graph_as_it_is_it_gives_the_same(string name)
    {
        var node = OldNodes.Get(name);
        Agree(Expected(node), Evaluate.Op(OpTable.Ops, Make(node), node.Inputs, node.Stored)[..node.Outputs]);
    }

    [Theory, MemberData(nameof(Rewritten))]
    public void Written_again_it_is_a_file_of_today(string name)
    {
        var node = OldNodes.Get(name);
        using var model = new OrtModel(OnnxExport.Write(OnnxImport.Read(node.ToModel(), OpTable.Ops).Graph));
        Agree(Expected(node), model.Run(node.Fed));
    }

    [Theory, MemberData(nameof(WithSlopes))]
    public void The_adjoint_agrees_with_finite_differences(string name)
    {
        var node = OldNodes.Get(name).Wide();
        var op = Make(node);
        var result = DirectionalCheck.Run(OpTable.Ops, (graph, x) => graph.AddBody(op, "node", [.. x])![..node.Outputs], node.Inputs, node.Stored, seed: 5);
        Assert.True(result.Passed, result.ToString());
    }

    public static TheoryData<string, OldNode> Refusals => new()
    {
        { "[2,3] and [3] must be one shape; with broadcast = 1", new("", "Add", 6, [], Floats(2, 3), Floats(3)) },
        { "[2,3] and [1,3] must be one shape", new("", "Mul", 6, [], Floats(2, 3), Floats(1, 3)) },
        { "[2] is no run of dimensions of [2,3] at its end", new("", "Sub", 6, [("broadcast", 1)], Floats(2, 3), Floats(2)) },
        { "[3] is no run of dimensions of [2,3] from axis 0 on", new("", "Div", 6, [("broadcast", 1), ("axis", 0)], Floats(2, 3), Floats(3)) },
        { "[2,3] does not fit from axis 1 on: there are 2 dimensions", new("", "Pow", 6, [("broadcast", 1), ("axis", 1)], Floats(2, 3), Floats(2, 3)) },
        { "all inputs must have one shape; there are [2,3] and [3]", new("", "Max", 7, [], Floats(2, 3), Floats(3)) },
        { "C must be [2,2], not [2]; with broadcast = 1", new("", "Gemm", 6, [], Floats(2, 3), Floats(3, 2), Floats(2)) },
        { "axis 2 is outside [-2, 2)", new("", "Softmax", 7, [("axis", 2)], Floats(2, 3)) },
        { "axis 5 is outside [-2, 2)", new("", "ReduceMean", 13, [("axes", (int[])[5])], Floats(2, 3)) },
        { "f32[2,3] cannot be cut into 2 equal parts along axis 1", new("", "Split", 11, [("axis", 1)], Floats(2, 3)) { Outputs = 2 } },
        { "scale and bias must hold 2 numbers, one a group; there is f32[4]", new("", "GroupNormalization", 18, [("num_groups", 2)], Floats(1, 4, 3), Floats(4), Floats(4)) },
        { "ReduceMean-13 has no attribute 'noop_with_empty_axes'; it has axes, keepdims", new("", "ReduceMean", 17, [("noop_with_empty_axes", 1)], Floats(2, 3)) },
        { "takes 1 input (data -> reduced); there are 2", new("", "ReduceSum", 11, [], Floats(2, 3), Tensor.Vector(1L)) },
        { "names 3 outputs, but Dropout-10 gives 2", new("", "Dropout", 10, [], Floats(2, 3)) { Outputs = 3 } },
        { "Unsqueeze-11 needs the attribute 'axes'", new("", "Unsqueeze", 11, [], Floats(2, 3)) },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void What_it_did_not_mean_is_refused(string because, OldNode node)
    {
        var error = Assert.ThrowsAny<NablaException>(() => OnnxImport.Read(node.ToModel(), OpTable.Ops));
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
        Assert.Contains(node.Op, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dropout_that_an_old_file_has_in_training_is_random()
    {
        var x = Tensor.Filled(ElementType.Float32, 3, 10_000);
        var graph = OnnxImport.Read(new OldNode("", "Dropout", 6, [("ratio", 0.25f)], x) { Outputs = 2 }.ToModel(), OpTable.Ops).Graph;
        var y = Run(graph, [x]);
        Assert.Equal(y[0].Span<float>().ToArray().Select(v => v / 4), y[1].Span<float>().ToArray());
        Assert.InRange(y[1].Span<float>().ToArray().Sum(), 7_200, 7_800);
        Assert.NotEqual(y[0], Run(graph, [x])[0]);
    }

    [Fact]
    public void An_old_graph_is_differentiated_after_it_was_read()
    {
        // y = mean over everything of softmax over everything but the batch, squared, of x/2.
        double[] at = [0.5, -1, 2, 0.25, 1, -0.5, 0.125, 3];
        var x = Tensor.Of(at, 2, 2, 2);
        var model = new OldNode("", "Softmax", 7, [], x).ToModel();
        model.Graph.Node.Add([
            new() { OpType = "Pow", Input = { "y0", "two" }, Output = { "square" } },
            new() { OpType = "ReduceMean", Input = { "square" }, Output = { "mean" }, Attribute = { new Onnx.Protos.AttributeProto { Name = "keepdims", Type = Onnx.Protos.AttributeProto.Types.AttributeType.Int } } },
        ]);
        model.Graph.Initializer.Add(new Onnx.Protos.TensorProto { Name = "two", DataType = (int)ElementType.Float64, DoubleData = { 2.0 } });
        model.Graph.Output[0].Name = "mean";
        var graph = OnnxImport.Read(model, OpTable.Ops).Graph;
        var bar = Adjoint.Of(graph.Outputs[0], graph.Inputs[0])[graph.Inputs[0]];
        var run = Cpu.Backend(1).Compile(graph.Program, [bar]);
        run.Feed(graph.Inputs[0], x);
        run.Run();
        // ∂y/∂xᵢ = ¼·pᵢ·(pᵢ − Σ p²) over the softmax p of each sample.
        var expected = at.Chunk(4).SelectMany(row =>
        {
            double[] e = [.. row.Select(Math.Exp)], p = [.. e.Select(v => v / e.Sum())];
            return p.Select(v => v * (v - p.Sum(w => w * w)) / 4);
        }).ToArray();
        Assert.Null(Numbers.Difference(expected, run.OutputTensor(bar).Span<double>().ToArray(), 1e-14, 1e-14));
    }

    static Tensor Floats(params long[] sizes) => Tensor.Filled(ElementType.Float32, 0.5, sizes);

    static int Since(string op, int opset) => OpTable.Ops.TryFind("", op, opset, out var schema) ? schema.Since.Last(s => s <= opset) : 0;

    // As a reader makes it.
    static Op Make(OldNode node)
    {
        var attributes = node.Attributes.ToDictionary(a => a.Name, a => a.Value switch { int[] v => v.Select(i => (long)i).ToArray(), int v => (long)v, var v => v });
        return OpTable.Ops.Make(node.Op, attributes, opset: node.Opset).ForOutputs(node.Outputs, [.. node.Inputs.Select(_ => (Value?)null)]);
    }

    static Tensor[] Expected(OldNode node)
    {
        if (node.Gives is { } gives) return gives();
        var asked = node.As ?? node;
        using var model = new OrtModel(asked.ToModel());
        return model.Run(asked.Fed);
    }

    static Tensor[] Run(Graph graph, Tensor[] inputs)
    {
        var sizes = graph.Inputs.SelectMany(v => v.Shape.Dims.ToArray()).SelectMany(d => d.Symbols).Distinct().ToDictionary(s => s, s => long.Parse(s[1..]));
        var run = Cpu.Backend(1).Compile(graph.Program, graph.Outputs, sizes);
        foreach (var input in run.Inputs) run.Feed(input, inputs[int.Parse(input.Name[1..])]);
        run.Run();
        return [.. graph.Outputs.Select(run.OutputTensor)];
    }

    static void Agree(Tensor[] expected, Tensor[] actual)
    {
        Assert.Equal(expected.Select(t => t.Type), actual.Select(t => t.Type));
        for (int k = 0; k < expected.Length; k++) Assert.Null(Numbers.Difference(Numbers.Of(expected[k]), Numbers.Of(actual[k]), Tolerance, Tolerance));
    }
}
