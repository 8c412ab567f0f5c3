using Nabla.Ops;

namespace Nabla.Tests.Autodiff;

/// <summary>Of what, with respect to what, from which seeds.</summary>
public class Choices
{
    static (Program Program, Graph Graph, Value X) Made()
    {
        var (program, g) = BuiltIn.NewGraph();
        return (program, g, g.Input("x", ElementType.Float64, [2]));
    }

    [Fact]
    public void An_intermediate_value_stands_for_itself_and_nothing_before_it_is_visited()
    {
        var (_, g, x) = Made();
        var h = g.Add(new NoRule(), x)[0];
        var adjoint = Adjoint.Of((h * h).Sum(), h);
        // It would need the rule that NoRule does not have.
        Assert.Equal("d_noRule", adjoint[h].Name);
        Assert.Null(adjoint.TryGet(x));
    }

    [Fact]
    public void An_intermediate_value_and_what_it_comes_from_may_both_be_asked_for()
    {
        var (_, _, x) = Made();
        var h = x * 3;
        var adjoint = Adjoint.Of((h * h + x).Sum(), x, h);
        var results = Running.Compiled([adjoint[x], adjoint[h]], new Dictionary<Value, Tensor> { [x] = Tensor.Vector(1.0, 2) });
        Assert.Equal([19, 37], results[0].Span<double>());
        Assert.Equal([6, 12], results[1].Span<double>());
    }

    [Fact]
    public void Values_of_a_later_graph_are_followed_through_its_captures()
    {
        var (program, _, x) = Made();
        var h = x.Exp();
        var second = program.AddGraph("second");
        var y = second.Capture(h) * second.Capture(x);
        var third = program.AddGraph("third");
        var z = (third.Capture(y) * third.Capture(h)).Sum();
        var adjoint = Adjoint.Of(z, x, y);
        var (at, results) = (0.3, Running.Compiled([adjoint[x], adjoint[y]], new Dictionary<Value, Tensor> { [x] = Tensor.Vector(0.3, 0.3) }));
        Assert.Equal(Math.Exp(2 * at) * (1 + 2 * at), results[0].Span<double>()[0], 1e-14);
        Assert.Equal(Math.Exp(at), results[1].Span<double>()[1], 1e-14);
    }

    [Fact]
    public void A_capture_of_a_capture_reaches_the_source()
    {
        var (program, _, x) = Made();
        var second = program.AddGraph("second");
        var third = program.AddGraph("third");
        var y = third.Capture(second.Capture(x));
        Assert.Equal([2, 6], Running.Compiled([Adjoint.Of((y * y).Sum(), x)[x]], new Dictionary<Value, Tensor> { [x] = Tensor.Vector(1.0, 3) })[0].Span<double>());
    }

    [Fact]
    public void Without_a_choice_all_parameters_are_meant()
    {
        var (program, g, x) = Made();
        Value a = g.Parameter(new("a", Tensor.Vector(1.0, 2))), b = g.Parameter(new("b", Tensor.Vector(3.0, 4)));
        g.State(new("s", Tensor.Vector(5.0, 6)));
        Assert.Equal([a, b], Adjoint.Of((a * x + b).Sum()).Wrt);
        Assert.Equal([a, b], program.Parameters);
    }

    [Fact]
    public void Several_seeded_outputs_give_the_vector_Jacobian_product()
    {
        var (_, g, x) = Made();
        var (u, v) = (x * x, (x * g.Constant(Tensor.Vector(2.0, 3))).Sum());
        var adjoint = Adjoint.OfSeeded([u, v], x);
        Assert.Equal(["d_mul", "d_reduceSum"], adjoint.Seeds.Select(s => s.Name));
        Assert.Equal([u.Type, v.Type], adjoint.Seeds.Select(s => s.Type));
        var fed = new Dictionary<Value, Tensor> { [x] = Tensor.Vector(5.0, 7), [adjoint.Seeds[0]] = Tensor.Vector(1.0, 10), [adjoint.Seeds[1]] = Tensor.Scalar(100.0) };
        Assert.Equal([10 + 200, 140 + 300], Running.Compiled([adjoint[x]], fed)[0].Span<double>());
    }

    [Fact]
    public void A_value_with_respect_to_itself_has_its_seed()
    {
        var (_, _, x) = Made();
        var adjoint = Adjoint.OfSeeded([x], x);
        Assert.Same(adjoint.Seeds[0], adjoint[x]);
        var y = x.Sum();
        Assert.Equal(1, Running.Scalar(Adjoint.Of(y, y)[y]));
    }

    [Fact]
    public void A_seed_that_nothing_needs_stays_an_input()
    {
        var (_, _, x) = Made();
        var adjoint = Adjoint.OfSeeded([x * 2, x.Sign()], x);
        Assert.Equal(adjoint.Seeds, adjoint.Graph.Inputs);
    }

    [Fact]
    public void An_adjoint_is_absent_where_nothing_depends_smoothly()
    {
        var (_, g, x) = Made();
        var other = g.Input("other", ElementType.Float64, [2]);
        var n = x.Cast(ElementType.Int64);
        Assert.Null(Adjoint.Of((other * 2).Sum(), x).TryGet(x));
        Assert.Null(Adjoint.Of((other * x.Sign()).Sum(), x).TryGet(x));
        Assert.Null(Adjoint.Of((other * n.Cast(ElementType.Float64)).Sum(), x).TryGet(x));
        Assert.Null(Adjoint.Of(x.Greater(0).Where(other, other * 2).Sum(), x).TryGet(x));
        Assert.Equal("'x' has no adjoint: 'reduceSum_5' does not depend on it, or only through ops whose derivative is zero.",
            Assert.Throws<NablaException>(() => { var a = Adjoint.Of((other * x.Sign()).Sum(), x); return a[x]; }).Message);
    }

    [Fact]
    public void What_cannot_be_differentiated_is_refused()
    {
        var (_, g, x) = Made();
        var n = g.Input("n", ElementType.Int64, []);
        Assert.Equal("'x' has shape [2]: only a value with one element has a gradient; reduce it first, or give adjoints with Adjoint.OfSeeded.",
            Assert.Throws<NablaException>(() => Adjoint.Of(x, x)).Message);
        Assert.Equal("'n' is i64[]: only floating-point values have derivatives.", Assert.Throws<NablaException>(() => Adjoint.Of(n, x)).Message);
        Assert.Equal("'n' is i64[]: only floating-point values have derivatives.", Assert.Throws<NablaException>(() => Adjoint.Of(x.Sum(), n)).Message);
        var stranger = BuiltIn.NewGraph().Graph.Input("stranger", ElementType.Float64, []);
        Assert.Equal("'stranger' belongs to another program than 'reduceSum_2'.", Assert.Throws<NablaException>(() => Adjoint.Of(x.Sum(), stranger)).Message);
    }

    [Fact]
    public void A_refused_derivative_leaves_no_graph_behind()
    {
        var (program, g, x) = Made();
        var y = g.Add(new NoRule(), x)[0].Sum();
        Assert.Throws<MissingAdjointException>(() => Adjoint.Of(y, x));
        Assert.Single(program.Graphs);
    }
}
