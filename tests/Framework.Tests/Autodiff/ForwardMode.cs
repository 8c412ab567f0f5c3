using Nabla.Ops;

namespace Nabla.Tests.Autodiff;

public class ForwardMode
{
    [Fact]
    public void The_tangent_of_x_cubed_at_2_in_direction_5_is_60()
    {
        var (_, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float64, Shape.Scalar);
        var y = x * x * x;
        var tangent = Tangent.OfSeeded([y], x);
        Assert.Equal(60, Running.Scalar(tangent[y], (x, Tensor.Scalar(2.0)), (tangent.Seeds[0], Tensor.Scalar(5.0))));
    }

    [Fact]
    public void No_dummy_adjoint_is_left_in_the_tangent_graph()
    {
        var (program, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float64, [3, 4]);
        var w = g.Input("w", ElementType.Float64, [4, 2]);
        var y = x.MatMul(w).Tanh().Softmax();
        var tangent = Tangent.OfSeeded([y], x, w);
        Assert.Equal(["dot_x", "dot_w"], tangent.Graph.Inputs.Where(v => v.Kind == ValueKind.Input).Select(v => v.Name));
        Verifier.Check(program);
        // What the dummies were called is free again.
        Assert.Equal("d_y", g.Input("d_y", ElementType.Float64, []).Name);
    }

    [Fact]
    public void What_does_not_depend_on_the_direction_has_no_tangent()
    {
        var (_, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float64, [2]);
        var z = g.Input("z", ElementType.Float64, [2]);
        var (step, other) = (g.Add("Sign", x), z * z);
        var tangent = Tangent.OfSeeded([step, other], x);
        Assert.Null(tangent.TryGet(step));
        var error = Assert.Throws<NablaException>(() => tangent[other]);
        Assert.Contains("does not depend on 'x'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_on_the_way_may_have_a_direction_of_its_own()
    {
        var (_, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float64, Shape.Scalar);
        var h = x * x;
        var y = 3 * h;
        var tangent = Tangent.OfSeeded([y], x, h);
        // ẏ = 3(ḣ + 2xẋ), as reverse mode gives x̄ = 6x and h̄ = 3 at once.
        Assert.Equal(3 * (10 + 2 * 2 * 100), Running.Scalar(tangent[y], (x, Tensor.Scalar(2.0)), (tangent.Seeds[0], Tensor.Scalar(100.0)), (tangent.Seeds[1], Tensor.Scalar(10.0))));
    }

    [Fact]
    public void A_tangent_graph_is_differentiated_like_any_other()
    {
        var (_, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float64, Shape.Scalar);
        var y = x * x * x * x;
        var first = Tangent.OfSeeded([y], x);
        var second = Tangent.OfSeeded([first[y]], x);
        // d²/dx² x⁴ = 12x²; and forward over forward is what reverse over forward is.
        Assert.Equal(108, Running.Scalar(second[first[y]], (x, Tensor.Scalar(3.0)), (first.Seeds[0], Tensor.Scalar(1.0)), (second.Seeds[0], Tensor.Scalar(1.0))));
        var reverse = Adjoint.Of(first[y], x);
        Assert.Equal(108, Running.Scalar(reverse[x], (x, Tensor.Scalar(3.0)), (first.Seeds[0], Tensor.Scalar(1.0))));
    }

    [Fact]
    public void An_op_may_give_a_tangent_rule_of_its_own()
    {
        var program = new Program(BuiltIn.NewRegistry().Add<Twice>());
        var x = program.AddGraph("forward").Input("x", ElementType.Float64, Shape.Scalar);
        var y = x.Graph.Add(new Twice(), x)[0];
        var tangent = Tangent.OfSeeded([y], x);
        Assert.Equal(14, Running.Scalar(tangent[y], (x, Tensor.Scalar(1.0)), (tangent.Seeds[0], Tensor.Scalar(7.0))));
    }

    [Fact]
    public void An_adjoint_that_is_not_linear_cannot_be_transposed()
    {
        var program = new Program(BuiltIn.NewRegistry().Add<Squared>());
        var x = program.AddGraph("forward").Input("x", ElementType.Float64, Shape.Scalar);
        var y = x.Graph.Add(new Squared(), x)[0];
        var error = Assert.Throws<NablaException>(() => Tangent.OfSeeded([y], x));
        Assert.Contains("test.Squared-1 is not linear in dY", error.Message, StringComparison.Ordinal);
        Assert.Equal(["forward"], program.Graphs.Select(p => p.Name));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_Jacobian_is_the_same_in_either_mode(bool reverse)
    {
        var (_, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float64, [2]);
        var a = g.Constant(Tensor.Of([1.0, 2, 3, 4, 5, 6], 3, 2));
        var jacobian = new Jacobian(a.MatMul(x * x), x, reverse).Compile(Cpu.Backend(1));
        jacobian.Feed(x, Tensor.Vector(0.5, 1.5));
        // ∂y/∂x = A·diag(2x)
        Assert.Equal(Tensor.Of([1.0, 6, 3, 12, 5, 18], 3, 2), jacobian.Evaluate());
    }

    [Fact]
    public void A_Hessian_and_its_product_with_a_vector()
    {
        var (_, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float64, [2]);
        var y = (x * x * x).Sum() + x.Sum() * x.Sum();
        var hessian = Jacobian.Hessian(y, x).Compile(Cpu.Backend(1));
        hessian.Feed(x, Tensor.Vector(1.0, 2.0));
        Assert.Equal(Tensor.Of([8.0, 2, 2, 14], 2, 2), hessian.Evaluate());
        var product = new HessianVectorProduct(y, x);
        Assert.Equal([28.0, 34.0], Numbers(product[x]!, (x, Tensor.Vector(1.0, 2.0)), (product.Directions[0], Tensor.Vector(3.0, 2.0))));
    }

    [Fact]
    public void The_Jacobian_of_what_does_not_depend_is_zero()
    {
        var (_, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float32, [2]);
        Assert.Equal(Tensor.Filled(ElementType.Float32, 0, 2, 2), new Jacobian(g.Add("Floor", x), x).Compile(Cpu.Backend(1)).Evaluate());
    }

    static double[] Numbers(Value y, params ReadOnlySpan<(Value Input, Tensor Tensor)> fed)
    {
        var all = new Dictionary<Value, Tensor>();
        foreach (var (input, tensor) in fed) all[input] = tensor;
        return Running.Compiled([y], all)[0].Span<double>().ToArray();
    }

    [Op("Twice", 1, Domain = "test")]
    public sealed record Twice() : Op
    {
        public override TensorType[] Infer(Inference x) => [x.Type()];

        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * 2];

        public override Value?[] Tangent(Pushforward p) => [2 * p.dX()!];
    }

    [Op("Squared", 1, Domain = "test")]
    public sealed record Squared() : Op
    {
        public override TensorType[] Infer(Inference x) => [x.Type()];

        public override Value?[] Adjoint(Pullback p) => [p.dY * p.dY];
    }
}
