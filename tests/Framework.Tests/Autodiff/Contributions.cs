using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Tests.Autodiff;

/// <summary>What the reverse pass does with what rules give it.</summary>
public class Contributions
{
    static (Program Program, Graph Graph, Value X) Made(params Dim[] shape)
    {
        var (program, g) = BuiltIn.NewGraph();
        return (program, g, g.Input("x", ElementType.Float64, Shape.Create(shape)));
    }

    [Fact]
    public void A_value_that_is_used_twice_has_the_sum_of_both_adjoints()
    {
        var (_, _, x) = Made();
        var y = x * x + x * 3 + x;
        Assert.Equal(2 * 5.0 + 3 + 1, Running.Scalar(Adjoint.Of(y, x)[x], (x, Tensor.Scalar(5.0))));
    }

    [Fact]
    public void A_value_that_is_used_by_paths_of_different_length_waits_for_the_last()
    {
        var (_, _, x) = Made();
        var a = x * 2;
        var y = a * (a.Exp() + a * a).Tanh() + x;
        var slope = Running.Scalar(Adjoint.Of(y, x)[x], (x, Tensor.Scalar(0.1)));
        static double F(double x) => 2 * x * Math.Tanh(Math.Exp(2 * x) + 4 * x * x) + x;
        Assert.Equal(FiniteDifferences.Central(t => F(0.1 + t)).Value, slope, 1e-9);
    }

    public static TheoryData<long[], long[]> Patterns => new()
    {
        { [], [3] }, { [3], [2, 3] }, { [1], [3] }, { [1, 3], [2, 3] }, { [2, 1], [2, 3] }, { [1, 1], [2, 3] }, { [4, 1, 3], [2, 1] }, { [2, 1, 3], [4, 1, 5, 1] }, { [1, 1, 1], [] }, { [3], [3] },
    };

    // Σ w∘(a + b) in a is w, summed over what a was repeated for: by hand, from the definition of broadcasting.
    [Theory, MemberData(nameof(Patterns))]
    public void Broadcasting_is_undone_by_summing(long[] left, long[] right)
    {
        foreach (var (p, q) in new[] { (left, right), (right, left) })
        {
            var (_, g) = BuiltIn.NewGraph();
            var (a, b) = (g.Input("a", ElementType.Float64, Shape.Of(p)), g.Input("b", ElementType.Float64, Shape.Of(q)));
            var y = a + b;
            var weight = Running.Draw(y.Type, 1);
            var adjoint = Adjoint.Of((y * g.Constant(weight)).Sum(), a, b);
            var expected = new double[a.Shape.Count.Size];
            var sizes = y.Shape.ToSizes();
            for (long i = 0; i < weight.Count; i++)
            {
                long rest = i, at = 0, stride = 1;
                for (int d = sizes.Length - 1; d >= 0; d--)
                {
                    long index = rest % sizes[d];
                    rest /= sizes[d];
                    int axis = d - (sizes.Length - p.Length);
                    if (axis < 0) continue;
                    at += (p[axis] == 1 ? 0 : index) * stride;
                    stride *= p[axis];
                }
                expected[at] += weight.Span<double>()[(int)i];
            }
            Running.AssertClose(Tensor.Of(expected, p), Running.Compiled([adjoint[a]], Running.Nothing)[0], 1e-14);
        }
    }

    [Fact]
    public void A_contribution_nobody_asked_for_is_dropped()
    {
        var (_, g, x) = Made(2);
        var z = g.Input("z", ElementType.Float64, [2]);
        var adjoint = Adjoint.OfSeeded(g.Add(new GenerousRule(), x, z), x, z);
        Assert.Null(adjoint.TryGet(z));
        Assert.Equal("Mul", adjoint[x].Producer!.Op.Schema.Name);
    }

    [Fact]
    public void A_contribution_of_another_shape_is_an_error_that_names_the_node()
    {
        var (_, g, x) = Made(2);
        Assert.Equal("test.WrongShapeRule-1 'wrongShapeRule' (f64[2]): its adjoint rule gives f64[] for input 0, which is f64[2]; an adjoint has the type of its value.",
            Assert.Throws<AdjointTypeException>(() => Adjoint.OfSeeded(g.Add(new WrongShapeRule(), x), x)).Message);
    }

    [Fact]
    public void A_contribution_of_another_element_type_is_an_error_that_names_the_node()
    {
        var (_, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float32, [2]);
        Assert.EndsWith("its adjoint rule gives f64[2] for input 0, which is f32[2]; an adjoint has the type of its value.",
            Assert.Throws<AdjointTypeException>(() => Adjoint.OfSeeded(g.Add(new WrongTypeRule(), x), x)).Message);
    }

    [Fact]
    public void A_rule_that_throws_is_named()
    {
        var (_, g, x) = Made(2);
        var error = Assert.Throws<NablaException>(() => Adjoint.OfSeeded(g.Add(new ThrowingRule(), x), x));
        Assert.Equal("The adjoint rule of test.ThrowingRule-1 'throwingRule' (f64[2]) threw InvalidOperationException: out of chalk", error.Message);
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public void A_missing_rule_is_named_with_the_path_that_led_to_it()
    {
        var (_, g, x) = Made(2);
        var y = (g.Add(new NoRule(), x.Tanh())[0] * 2).Sum();
        Assert.Equal("test.NoRule-1 has no adjoint rule; it was reached while differentiating 'reduceSum' with respect to 'x', "
            + "along ReduceSum 'reduceSum' <- Mul 'mul' <- test.NoRule 'noRule'.", Assert.Throws<MissingAdjointException>(() => Adjoint.Of(y, x)).Message);
    }

    [Fact]
    public void A_body_for_other_inputs_only_is_a_missing_rule()
    {
        var (_, g, x) = Made(2);
        var y = g.Add(new NoRuleForVectors(), x)[0].Sum();
        Assert.StartsWith("test.NoRuleForVectors-1 has no adjoint rule, and no body for these inputs; it was reached while differentiating 'reduceSum' with respect to 'x'",
            Assert.Throws<MissingAdjointException>(() => Adjoint.Of(y, x)).Message);
    }

    [Fact]
    public void A_missing_rule_beside_the_path_does_not_matter()
    {
        var (_, g, x) = Made(2);
        var other = g.Input("other", ElementType.Float64, [2]);
        Assert.NotNull(Adjoint.Of((x * g.Add(new NoRule(), other)[0]).Sum(), x).TryGet(x));
    }

    [Theory, InlineData(true, true), InlineData(true, false), InlineData(false, true)]
    public void Of_an_op_with_two_outputs_either_or_both_may_be_used(bool first, bool second)
    {
        var (_, g, x) = Made();
        var pair = g.Add(new SquareAndTriple(), x);
        var y = first && second ? pair[0] * pair[1] : pair[first ? 0 : 1];
        double expected = first && second ? 9 * 25 : first ? 10 : 3;
        Assert.Equal(expected, Running.Scalar(Adjoint.Of(y, x)[x], (x, Tensor.Scalar(5.0))));
    }

    [Fact]
    public void A_rule_that_takes_an_absent_adjoint_for_granted_is_told()
    {
        var (_, g, x) = Made();
        Assert.Equal("test.CarelessPair-1 'carelessPair' (f64[]): its adjoint rule uses the adjoint of output 0, which is absent here; look at dYs[0] first.",
            Assert.Throws<GraphException>(() => Adjoint.Of(g.Add(new CarelessPair(), x)[1], x)).Message);
    }
}
