using Nabla.Ops;
using Nabla.Plugins;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>Derivatives of products at zeros, where y/x says nothing: products are polynomials, so finite differences are right there too.</summary>
public class ZeroFactors
{
    static readonly Tensor Axis0 = Tensor.Scalar(0L);

    static readonly Dictionary<string, (Op Op, Tensor[] Inputs)> Products = new()
    {
        ["ReduceProd without a zero"] = (new ReduceProd(0), [Tensor.Vector(1.5, -2.0, 0.5, 3.0)]),
        ["ReduceProd of one zero"] = (new ReduceProd(0), [Tensor.Vector(1.5, 0.0, 0.5, 3.0)]),
        ["ReduceProd of two zeros"] = (new ReduceProd(), [Tensor.Vector(0.0, -2.0, 0.0, 3.0, 0.7)]),
        ["ReduceProd of three zeros"] = (new ReduceProd(0), [Tensor.Vector(0.0, -2.0, 0.0, 0.0, 0.7)]),
        ["ReduceProd of rows"] = (new ReduceProd(0), [Tensor.Of([1.0, 0, 3, 0, 0, 2, 4, 5, 6], 3, 3), Tensor.Vector(1L)]),
        ["ReduceProd of dimensions that lie apart"] = (new ReduceProd(0), [Tensor.Of([1.0, 0, 3, 2, 0, 0, 4, 5], 2, 2, 2), Tensor.Vector(0L, -1L)]),
        ["CumProd"] = (new CumProd(), [Tensor.Vector(1.5, 0.0, 0.5, 0.0, 3.0), Axis0]),
        ["CumProd exclusive"] = (new CumProd(1), [Tensor.Vector(0.0, 1.5, 0.0, 0.5, 3.0), Axis0]),
        ["CumProd backwards"] = (new CumProd(1, 1), [Tensor.Vector(0.0, 1.5, 0.0, 0.5, 3.0), Axis0]),
    };

    public static TheoryData<string, int> Orders => [.. from name in Products.Keys from order in new[] { 1, 2, 3 } select (name, order)];

    [Theory, MemberData(nameof(Orders))]
    public void Derivatives_of_any_order_agree_with_finite_differences(string name, int order)
    {
        var (op, inputs) = Products[name];
        // Each differentiation is of a function that is not linear in what it gets, or orders would be lost.
        IReadOnlyList<Value> Build(Graph graph, IReadOnlyList<Value> x)
        {
            var y = graph.Add(op, [.. x])[0];
            for (int i = 1; i < order; i++) y = Adjoint.Of((y * y + y).Sum(), x[0])[x[0]];
            return [y];
        }
        var result = DirectionalCheck.Run(OpTable.Ops, Build, inputs, new HashSet<int> { 1 }, seed: 11);
        Assert.True(result.Passed, result.ToString());
    }

    [Theory]
    [InlineData(2.0, 0.0, 5.0, 0.0, 3.0)]
    [InlineData(0.0, 0.0, 5.0, -1.0, 3.0)]
    [InlineData(2.0, 4.0, 0.0, 0.5, 0.0)]
    public void Scattered_factors_may_be_zero(double data, params double[] updates)
    {
        var indices = Tensor.Vector(0L, 0, 1, 2);
        Tensor[] inputs = [Tensor.Vector(data, 3.0, 0.0), indices, Tensor.Vector(updates)];
        foreach (Op op in new Op[] { new ScatterElements(0, "mul"), new ScatterND("mul") })
        {
            inputs[1] = op is ScatterND ? Tensor.Of(indices.ToInts()!, 4, 1) : indices;
            var result = DirectionalCheck.Run(OpTable.Ops, (g, x) => g.Add(op, [.. x]), inputs, new HashSet<int>(), seed: 13);
            Assert.True(result.Passed, $"{op.Schema.Name}: {result}");
        }
    }

    [Theory]
    [InlineData("max", new[] { 1.0 / 3, 1 }, new[] { 0, 1.0 / 3, 1.0 / 3, 0 })]
    [InlineData("min", new[] { 0, 0.5 }, new[] { 1, 0, 0, 0.5 })]
    public void Those_that_tie_in_a_scatter_share(string reduction, double[] ofData, double[] ofUpdates)
    {
        var program = new Program(OpTable.Ops);
        var graph = program.AddGraph("forward");
        var (data, updates) = (graph.Input("data", ElementType.Float64, [2]), graph.Input("updates", ElementType.Float64, [4]));
        var scattered = graph.Add(new ScatterElements(0, reduction), data, graph.Ints(0, 0, 0, 1), updates)[0];
        var adjoint = Adjoint.Of(scattered.Sum(), data, updates);
        var run = Cpu.Backend(1).Compile(program, [adjoint[data], adjoint[updates]]);
        run.Feed(data, reduction == "max" ? Tensor.Vector(3.0, 4.0) : Tensor.Vector(3.0, -1.0));
        run.Feed(updates, Tensor.Vector(1.0, 3, 3, -1));
        run.Run();
        Assert.Equal(ofData, run.Output<double>(adjoint[data]).ToArray());
        Assert.Equal(ofUpdates, run.Output<double>(adjoint[updates]).ToArray());
    }
}
