using Nabla.Ops;

namespace Nabla.Tests.Autodiff;

/// <summary>The adjoint of an op that is defined by others follows from its body.</summary>
public class BodyOps
{
    static double Slope(Func<Graph, Value, Value> build, double at, int order = 1)
    {
        var (_, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float64, []);
        var y = build(g, x);
        for (int n = 0; n < order; n++) y = Adjoint.Of(y, x)[x];
        return Running.Scalar(y, (x, Tensor.Scalar(at)));
    }

    static Value Open(Value x) => x * (x * x).Tanh() + x;

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void A_body_in_a_body_has_the_derivatives_of_what_it_stands_for(int order) =>
        Assert.Equal(Slope((_, x) => Open(x), 0.7, order), Slope((g, x) => g.Add(new Nested(), x)[0], 0.7, order), 1e-12);

    [Fact]
    public void It_chains_with_what_stands_before_and_behind() =>
        Assert.Equal(Slope((_, x) => Open(Open(x.Exp())) * x, 0.3), Slope((g, x) => g.Add(new Nested(), g.Add(new Nested(), x.Exp())[0])[0] * x, 0.3), 1e-12);

    [Fact]
    public void One_value_as_two_inputs_is_counted_once_for_each() =>
        Assert.Equal(3 * 4.0, Slope((g, x) => g.Add(new SquareTimes(), x, x)[0], 2), 1e-12);

    [Fact]
    public void One_value_in_two_applications_is_counted_in_both() =>
        Assert.Equal(2 * 2 + 2 * 3 * 4.0, Slope((g, x) => g.Add(new SquareByBody(), x)[0] + 2 * g.Add(new SquareTimes(), x, x)[0], 2), 1e-12);

    [Fact]
    public void A_body_that_returns_its_inputs_hands_adjoints_on()
    {
        var (_, g) = BuiltIn.NewGraph();
        var (a, b) = (g.Input("a", ElementType.Float64, []), g.Input("b", ElementType.Float64, []));
        var all = g.Add(new Shuffle(), a, b);
        var adjoint = Adjoint.Of(all[0] * 2 + all[1] * 3 + all[2] * 5, a, b);
        Assert.Equal([3, 7], [Running.Scalar(adjoint[a]), Running.Scalar(adjoint[b])]);
        Assert.Equal([7, 3], Running.Compiled([Adjoint.Of(all[0] * 7, b)[b], Adjoint.Of(all[1] * 3, a)[a]], Running.Nothing).Select(t => t.Span<double>()[0]));
    }

    [Fact]
    public void A_body_that_returns_one_input_twice_has_both_adjoints() =>
        Assert.Equal(10, Slope((g, x) => { var all = g.Add(new Shuffle(), x, x); return all[0] * 2 + all[1] * 3 + all[2] * 5; }, 1));

    [Fact]
    public void Only_the_wanted_input_of_a_body_is_followed()
    {
        var (_, g) = BuiltIn.NewGraph();
        var (a, b) = (g.Input("a", ElementType.Float64, []), g.Input("b", ElementType.Float64, []));
        var adjoint = Adjoint.Of(g.Add(new SquareTimes(), a, b)[0], b);
        Assert.Equal(49, Running.Scalar(adjoint[b], (a, Tensor.Scalar(7.0))));
        Assert.Equal(["a_2"], adjoint.Graph.Inputs.Select(v => v.Name));
    }

    [Fact]
    public void What_its_body_takes_to_be_equal_is_checked_when_sizes_are_known()
    {
        var (_, g) = BuiltIn.NewGraph();
        var (a, b) = (g.Input("a", ElementType.Float32, ["N"]), g.Input("b", ElementType.Float32, ["M"]));
        var sum = g.Add("Sum", a, b);
        Assert.Equal("Sum-13 ([N], [M]): M and N broadcast only if they are equal; bound, they are 3 and 1.",
            Assert.Throws<GraphException>(() => Cpu.Backend(1).Compile(g.Program, [sum], new Dictionary<string, long> { ["N"] = 1, ["M"] = 3 })).Message);
    }
}
