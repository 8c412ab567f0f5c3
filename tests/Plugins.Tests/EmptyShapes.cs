using Nabla.Onnx;
using Nabla.OnnxRuntime;
using Nabla.Ops;
using Nabla.Plugins;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>Shapes that hold nothing: a size of 0 is a size, not the mark that keeps a dimension.</summary>
public class EmptyShapes
{
    static Tensor Zeros(params long[] dims) => Tensor.Filled(ElementType.Float32, 0, dims);

    static readonly Dictionary<string, (Op Op, Tensor[] Inputs)> All = new()
    {
        ["ReduceLogSumExp over what is there"] = (new ReduceLogSumExp(0), [Zeros(3, 0, 4), Tensor.Vector(0L)]),
        ["ReduceLogSumExp over nothing"] = (new ReduceLogSumExp(0), [Zeros(3, 0, 4), Tensor.Vector(1L)]),
        ["GroupNormalization of no instance"] = (new GroupNormalization(2), [Zeros(0, 4, 3), Zeros(4), Zeros(4)]),
        ["GroupNormalization of no place"] = (new GroupNormalization(2), [Zeros(2, 4, 3, 0), Zeros(4), Zeros(4)]),
        ["GroupNormalization of no channel"] = (new GroupNormalization(2), [Zeros(2, 0, 3), Zeros(0), Zeros(0)]),
        ["Hardmax of nothing"] = (new Hardmax(1), [Zeros(2, 0, 3)]),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void They_have_a_result_of_the_right_shape(string name)
    {
        var (op, inputs) = All[name];
        var constant = op is ReduceLogSumExp ? new HashSet<int> { 1 } : [];
        var result = Assert.Single(Evaluate.Op(OpTable.Ops, op, inputs, constant));
        long[] dims = op is ReduceLogSumExp ? [.. new long[] { 3, 0, 4 }.Where((_, i) => i != inputs[1].Span<long>()[0])] : inputs[0].Dims.ToArray();
        Assert.Equal(dims, result.Dims.ToArray());
        Assert.All(result.Span<float>().ToArray(), v => Assert.True(float.IsNegativeInfinity(v))); // ln 0
    }

    // Relative to the data a 0 may stand elsewhere: [0,3] seen as [3,0], and back in the adjoint.
    [Fact]
    public void The_adjoint_of_a_view_goes_back_to_where_nothing_was()
    {
        var sample = new OpSample("view", new Reshape(1), InputSpec.Float(0, 3), InputSpec.Ints(3, 0)) { Constant = new HashSet<int> { 1 } };
        var report = new GradientCheck().Check(OpTable.Ops, sample);
        Assert.True(report.Verdict == Verdict.Pass, report.ToString());
    }

    [Theory, InlineData(13), InlineData(14), InlineData(21)]
    public void A_shape_that_moves_its_symbols_is_written_for_every_opset(int opset)
    {
        var graph = new Program(OpTable.Ops).AddGraph("view");
        Value x = graph.Input("x", ElementType.Float32, [Dim.Symbol("N"), 2]), y = graph.Input("y", ElementType.Float32, [2, Dim.Symbol("N")]);
        graph.Output(x.Reshape(y.ShapeOf()), "z");
        var model = OnnxExport.Write(graph, new() { Opset = opset });
        Assert.Equal(opset >= 14, model.Graph.Node.Single(n => n.OpType == "Reshape").Attribute.Any(a => a.Name == "allowzero" && a.I == 1));
        using var run = new OrtModel(model);
        Assert.Equal([2, 3], run.Run(Zeros(3, 2), Zeros(2, 3))[0].Dims.ToArray());
        if (opset >= 14) Assert.Equal([2, 0], run.Run(Zeros(0, 2), Zeros(2, 0))[0].Dims.ToArray());
    }

    [Fact]
    public void A_size_of_0_that_an_old_opset_cannot_say_is_refused()
    {
        var graph = new Program(OpTable.Ops).AddGraph("view");
        graph.Output(graph.Input("x", ElementType.Float32, [0, 3]).AddWith("Reshape", [("allowzero", 1L)], graph.Ints(3, 0)), "z");
        Assert.ThrowsAny<NablaException>(() => OnnxExport.Write(graph, new() { Opset = 13 }));
    }
}
