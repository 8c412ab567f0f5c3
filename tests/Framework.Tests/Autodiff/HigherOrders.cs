using Nabla.Ops;

namespace Nabla.Tests.Autodiff;

public class HigherOrders
{
    [Fact]
    public void The_first_three_derivatives_of_x_cubed_at_2_are_12_12_and_6()
    {
        var (program, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float64, Shape.Scalar);
        Assert.Equal([12.0, 12.0, 6.0], Derivatives(program, x, x * x * x, 3, at: 2));
    }

    [Fact]
    public void Through_relu_the_second_derivative_is_zero()
    {
        var (program, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float64, Shape.Scalar);
        var first = Adjoint.Of(x.Relu(), x);
        // The mask is all that the first derivative depends on x by, so the second is absent: zero, not an error.
        Assert.Null(Adjoint.Of(first[x], x).TryGet(x));
    }

    [Fact]
    public void Through_relu_of_a_product_the_product_rule_holds()
    {
        var (program, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float64, Shape.Scalar);
        Assert.Equal([12.0, 12.0, 6.0], Derivatives(program, x, (x * x * x).Relu(), 3, at: 2));
    }

    [Fact]
    public void Each_order_is_a_graph_of_its_own_that_verifies()
    {
        var (program, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float64, Shape.Scalar);
        Derivatives(program, x, x.Tanh() * x, 4, at: 0.5);
        Assert.Equal(["forward", "adjoint", "adjoint_2", "adjoint_3", "adjoint_4"], program.Graphs.Select(p => p.Name));
        Verifier.Check(program);
    }

    [Theory]
    [InlineData("Exp"), InlineData("Tanh"), InlineData("Sigmoid"), InlineData("Softplus"), InlineData("Sin"), InlineData("Gelu"), InlineData("Mish")]
    public void The_second_derivative_agrees_with_differences_of_the_first(string op)
    {
        double First(double at)
        {
            var (program, g) = BuiltIn.NewGraph();
            var x = g.Input("x", ElementType.Float64, Shape.Scalar);
            return Derivatives(program, x, g.Add(op, x), 1, at)[0];
        }
        var (program, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float64, Shape.Scalar);
        double second = Derivatives(program, x, g.Add(op, x), 2, 0.3)[1];
        Assert.Equal((First(0.3 + 1e-5) - First(0.3 - 1e-5)) / 2e-5, second, 1e-8);
    }

    static double[] Derivatives(Program program, Value x, Value y, int order, double at)
    {
        var results = new List<double>();
        for (int n = 0; n < order; n++)
        {
            y = Adjoint.Of(y, x)[x];
            var run = Cpu.Backend(1).Compile(program, [y]);
            if (run.Inputs.Contains(x)) run.Feed(x, Tensor.Scalar(at));
            run.Run();
            results.Add(run.Output<double>(y)[0]);
        }
        return [.. results];
    }
}
