using CsCheck;
using Nabla.Symbolic;

namespace Nabla.Tests;

public class GraphTests
{
    [Fact]
    public void Every_sub_expression_becomes_one_node()
    {
        var (y, _) = BuiltIn.Graph(ExpressionParser.Parse("sin(x*y) + x*y/2 - exp(x*y)"));
        Assert.Equal(["Mul", "Sin", "Div", "Add", "Exp", "Sub"], y.Graph.Nodes.Select(n => n.Op.Schema.Name));
        Assert.Equal(["x: f64[]", "y: f64[]"], y.Graph.Inputs.Select(i => i.ToString()));
    }

    [Fact]
    public void Variables_may_be_values_that_are_there()
    {
        var graph = new Program(BuiltIn.Ops).AddGraph("g");
        var x = graph.Input("a", ElementType.Float32, Shape.Of(3));
        var y = ExpressionParser.Parse("2*x^2").ToGraph(graph, new Dictionary<string, Value> { ["x"] = x });
        Assert.Equal("f32[3]", y.Type.ToString());
        Assert.Contains("'z' has no value", Assert.Throws<NablaException>(() => ExpressionParser.Parse("x + z").ToGraph(graph, new Dictionary<string, Value> { ["x"] = x })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add + mul*const + add_2")]
    [InlineData("2 + 3")]
    [InlineData("x")]
    [InlineData("pi")]
    public void Names_and_leaves_of_any_kind(string text)
    {
        var f = ExpressionParser.Parse(text);
        var point = f.Variables.Select((n, i) => (n, i + 0.5)).ToDictionary();
        Assert.Equal(f.Evaluate(point), BuiltIn.Run([BuiltIn.Graph(f).Y], point)[0]);
    }

    [Fact]
    public void Two_expressions_in_one_graph_share_their_inputs()
    {
        var graph = new Program(BuiltIn.Ops).AddGraph("g");
        ExpressionParser.Parse("x + y").ToGraph(graph);
        ExpressionParser.Parse("y*x").ToGraph(graph);
        Assert.Equal(2, graph.Inputs.Count);
    }

    [Fact]
    public void A_graph_has_the_value_of_the_expression()
    {
        int compared = 0;
        Gen.Select(RandomExpressions.Any, RandomExpressions.Points).Sample((f, point) =>
        {
            double expected = f.EvaluateUnchecked(point), error = f.Rounded(point).Error;
            if (!(error < 1e-9 * (1 + Math.Abs(expected)))) return;
            double actual = BuiltIn.Run([BuiltIn.Graph(f).Y], point)[0];
            Assert.Equal(expected, actual, 20 * error);
            Interlocked.Increment(ref compared);
        }, iter: 150);
        Assert.True(compared > 40, $"{compared}");
    }

    [Fact]
    public void The_adjoint_graph_is_differentiated_again()
    {
        var (y, x) = BuiltIn.Graph(ExpressionParser.Parse("x^3"), "x");
        var second = Adjoint.Of(Adjoint.Of(y, x)[x[0]], x)[x[0]];
        Assert.Equal([8, 12], BuiltIn.Run([y, second], new Dictionary<string, double> { ["x"] = 2 }));
    }
}
