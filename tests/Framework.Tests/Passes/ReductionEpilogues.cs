using CsCheck;
using Nabla.Ops;

namespace Nabla.Tests.Passes;

/// <summary>Reductions with what alone reads them, and reductions that reduce nothing.</summary>
public class ReductionEpilogues
{
    static readonly CpuBackend Plain = new(1) { Verifies = true };
    static readonly CpuBackend[] Fusing = [.. Enumerable.Range(1, 3).Select(threads => new CpuBackend(threads, Cpu.Passes) { Verifies = true })];

    static string[] Compiled(params Value[] outputs) => [.. Fusing[0].Plan(outputs[0].Graph.Program, outputs).Graph.Nodes.Select(n => n.Op.Schema.Name)];

    static (Value X, Value B) Made(long rows = 5)
    {
        var (_, g) = BuiltIn.NewGraph();
        return (g.Input("x", ElementType.Float32, [rows, 6]), g.Input("b", ElementType.Float32, [6]));
    }

    [Fact]
    public void The_gradient_of_a_bias_and_its_update_are_one_kernel()
    {
        var (x, b) = Made();
        Assert.Equal(["FusedReduction"], Compiled(b - x.Sum([0]) * 0.1));
        Assert.Equal(["FusedReduction"], Compiled(b - x.Sum([0], keepDims: true) * 0.1));
        Assert.Equal(["FusedReduction"], Compiled(x.ReduceMax([0]).Relu()));
    }

    [Fact]
    public void A_result_that_is_read_elsewhere_or_spread_over_another_shape_is_kept()
    {
        var (x, b) = Made();
        var sum = x.Sum([0]);
        Assert.Equal(["ReduceSum", "Sub"], Compiled(sum, b - sum));
        Assert.Equal(["ReduceSum", "Sub"], Compiled(x - x.Sum([0])));
        Assert.Equal(["ReduceSum", "Relu"], Compiled(x.Sum([1]).Relu()));
        Assert.Equal(["ReduceSum", "Relu"], Compiled(x.Sum().Relu()));
    }

    [Fact]
    public void A_sum_over_one_sample_is_a_view()
    {
        var (x, b) = Made(rows: 1);
        Assert.Equal(["View", "Sub"], Compiled(b - x.Sum([0])));
        Assert.Equal(["Relu"], Compiled(x.ReduceMax([0], keepDims: true).Relu()));
        Assert.Equal(["ReduceL1"], Compiled(x.Graph.Add("ReduceL1", x, x.Graph.Constant(Tensor.Vector(0L)))));
        Tensor rows = Tensor.Of([1f, -2, 3, -0.5f, 0, 6], 1, 6), bias = Tensor.Vector(1f, 1, 1, 1, 1, 1);
        Assert.Equal([0f, 3, -2, 1.5f, 1, -5], Running.Compiled([b - x.Sum([0])], new Dictionary<Value, Tensor> { [x] = rows, [b] = bias })[0].Span<float>().ToArray());
    }

    // An Adam of a bias in small: outputs that are read by the region itself, one written over each input.
    [Fact]
    public void The_bits_are_those_of_the_reduction_and_the_region_apart() =>
        Gen.Select(Gen.Int[1, 300], Gen.OneOf(2, 3, 10, 16, 17, 255, 256, 257, 1000), Gen.OneOf(ElementType.Float32, ElementType.Float64), Gen.OneOf("ReduceSum", "ReduceMean", "ReduceMax", "ReduceL2"), Gen.Bool)
        .Sample((rows, columns, element, op, keep) =>
        {
            var (_, g) = BuiltIn.NewGraph();
            Shape kept = keep ? [1, columns] : [columns];
            Value x = g.Input("x", element, [rows, columns]), m = g.Input("m", element, kept), rate = g.Input("rate", element, []);
            var sum = x.AddWith(op, [("keepdims", keep ? 1L : 0L)], g.Constant(Tensor.Vector(0L)));
            var next = m.Tanh() * 0.9 + sum * 0.1;
            Value[] outputs = [next, (m - rate * next / ((next * next).Sqrt() + 0.5)).Greater(0).Where(next, next.Literal(0)), next + m];
            var fed = new Value[] { x, m, rate }.ToDictionary(v => v, v => Running.Draw(v.Type, rows + columns));
            var expected = Running.Compiled(outputs, fed, Plain);
            foreach (var backend in Fusing)
            {
                Assert.Equal(rows == 1 && op != "ReduceL2" ? 0 : 1, backend.Plan(g.Program, outputs).Graph.Nodes.Count(n => n.Op.Schema.Name == "FusedReduction"));
                var actual = Running.Compiled(outputs, fed, backend);
                for (int k = 0; k < actual.Length; k++) Running.AssertSame(expected[k], actual[k], $"{backend.Pool.Threads} threads, output {k}: ");
            }
        }, iter: 60, threads: 1);
}
