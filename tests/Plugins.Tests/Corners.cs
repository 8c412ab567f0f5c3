using Nabla.Ops;
using Nabla.Plugins;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>Values and sizes at the edge of what an op takes.</summary>
public class Corners
{
    public static TheoryData<string> Refusals => [.. Refused.Keys];

    static readonly Dictionary<string, (Op Op, Tensor[] Inputs, string Because)> Refused = new()
    {
        ["ScatterElements beyond the data"] = (new ScatterElements(1), [Floats(2, 2), Zeros(60, 2), Floats(60, 2)], "longer than the data"),
        ["ScatterElements with too few updates"] = (new ScatterElements(1), [Floats(2, 2), Zeros(2, 2), Floats(2, 1)], "must have the shape of the indices"),
        ["ScatterND with too few updates"] = (new ScatterND(), [Floats(4), Zeros(3, 1), Floats(1)], "is needed"),
        ["GatherElements beyond the data"] = (new GatherElements(), [Floats(2, 2), Zeros(2, 40)], "longer than the data"),
        ["GatherND of other batches"] = (new GatherND(1), [Floats(2, 3), Zeros(3, 1)], "must agree in their first 1 dimensions"),
        ["one label for four rows"] = (new SoftmaxCrossEntropyLoss(), [Floats(4, 3), Zeros(1)], "one for each row"),
        ["one weight for three classes"] = (new SoftmaxCrossEntropyLoss(), [Floats(4, 3), Zeros(4), Floats(1)], "one for each class"),
        ["padding of another type"] = (new Pad(), [Floats(2), Tensor.Vector(1L, 1L), Tensor.Scalar(1.0)], "one element of the data's type"),
        ["an unknown Gelu"] = (new Gelu("Tanh"), [Floats(2)], "must be none or tanh"),
        ["an Einsum of a matrix that is not square"] = (new Einsum("ii->i"), [Floats(3, 4)], "'i' is 3 in one place and 4 in another"),
        ["an Einsum of another rank"] = (new Einsum("ij,jk"), [Floats(3, 4), Floats(4)], "'jk' is for 2 dimensions; input 1 has 1"),
        ["an Einsum whose ellipses differ"] = (new Einsum("...i,...i"), [Floats(2, 3, 4), Floats(3, 4)], "'...' stands for 2 dimensions in one input and 1 in another"),
        ["an Einsum that loses an ellipsis"] = (new Einsum("...i->i"), [Floats(3, 4)], "must name the dimensions of '...' too"),
        ["an Einsum that repeats a letter of its result"] = (new Einsum("i->ii"), [Floats(3)], "each once"),
        ["an Einsum of something else"] = (new Einsum("i1->i"), [Floats(3, 4)], "must be of letters"),
        ["a label out of range"] = (new SoftmaxCrossEntropyLoss(), [Floats(1, 3), Tensor.Vector(7L)], "label 7 of row 0 is outside [0, 3)"),
        ["an index out of range"] = (new Gather(), [Floats(2, 2), Tensor.Vector(9L)], "Gather-13 'gather' ([2,2], i64[1]): Index 9 is outside"),
    };

    [Theory, MemberData(nameof(Refusals))]
    public void What_does_not_fit_is_refused_by_name(string name)
    {
        var (op, inputs, because) = Refused[name];
        var error = Assert.ThrowsAny<NablaException>(() => Evaluate.Op(OpTable.Ops, op, inputs));
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(op.Schema.Name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mean_of_integers_over_dimensions_that_lie_apart_is_cut_once() =>
        Assert.Equal([1, 0], Evaluate.Op(OpTable.Ops, new ReduceMean(0), [Tensor.Of([1, 0, 2, 0, 0, 0, 1, 0], 2, 2, 2), Tensor.Vector(0L, 1L)], new HashSet<int> { 1 })[0].Span<int>().ToArray());

    [Fact]
    public void Integer_division_at_its_edges() =>
        Assert.Equal([int.MinValue, -5, 7], Evaluate.Op(OpTable.Ops, new Div(), [Tensor.Vector(int.MinValue, 5, 7), Tensor.Vector(-1, -1, 0)])[0].Span<int>().ToArray());

    [Fact]
    public void Integers_wrap_as_they_do_in_ONNX_Runtime()
    {
        var graph = NewGraph(out var program);
        var y = graph.Add("Add", graph.Constant(Tensor.Vector(long.MaxValue, long.MinValue)), graph.Constant(Tensor.Scalar(1L)));
        var x = graph.Input("x", ElementType.Int64, [2]);
        var z = x.Max(graph.Constant(Tensor.Scalar(long.MinValue))) * x;
        var run = Cpu.Backend(1).Compile(program, [y, z]);
        run.Feed(x, Tensor.Vector(2L, 3L));
        run.Run();
        Assert.Equal([long.MinValue, long.MinValue + 1], run.Output<long>(y).ToArray());
        Assert.Equal([4, 9], run.Output<long>(z).ToArray());
    }

    [Fact]
    public void An_empty_tensor_splits_into_equal_parts() =>
        Assert.Equal([Tensor.Of(Array.Empty<float>(), 2, 0), Tensor.Of(Array.Empty<float>(), 2, 0)], Evaluate.Op(OpTable.Ops, new Split(0, 2), [Tensor.Of(Array.Empty<float>(), 4, 0)]));

    [Fact]
    public void A_large_constant_may_be_seen_in_another_shape()
    {
        var graph = NewGraph(out var program);
        var x = graph.Input("x", ElementType.Float32, [8192]);
        var y = x + graph.Constant(Tensor.Filled(ElementType.Float32, 2, 64, 128)).Reshape(8192);
        var run = Cpu.Backend(1).Compile(program, [y]);
        run.Input<float>(x).Fill(1);
        run.Run();
        Assert.All(run.Output<float>(y).ToArray(), v => Assert.Equal(3, v));
    }

    [Fact]
    public void The_slope_of_a_power_at_zero()
    {
        var graph = NewGraph(out var program);
        var x = graph.Input("x", ElementType.Float64, []);
        var first = Adjoint.Of(x.Pow(graph.Constant(Tensor.Vector(0.0, 1.0, 2.0))).Sum(), x)[x];
        var second = Adjoint.Of(first, x)[x];
        var run = Cpu.Backend(1).Compile(program, [first, second]);
        run.Feed(x, Tensor.Scalar(0.0));
        run.Run();
        Assert.Equal([1.0, 2.0], [run.Output<double>(first)[0], run.Output<double>(second)[0]]);
    }

    [Fact]
    public void Gathering_by_32_bit_indices_has_an_adjoint()
    {
        var result = DirectionalCheck.Run(OpTable.Ops, (g, x) => g.Add(new Gather(), x[0], x[1]), [Tensor.Of([1.0, 2, 3], 3), Tensor.Vector(2, 0, 2)], new HashSet<int>(), seed: 3);
        Assert.True(result.Passed, result.ToString());
    }

    static Graph NewGraph(out Program program)
    {
        program = new(OpTable.Ops);
        return program.AddGraph("forward");
    }

    static Tensor Floats(params long[] sizes) => Tensor.Filled(ElementType.Float32, 0.5, sizes);

    static Tensor Zeros(params long[] sizes) => Tensor.Filled(ElementType.Int64, 0, sizes);
}
