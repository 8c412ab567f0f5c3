using CsCheck;
using Nabla.Symbolic;
using Nabla.Testing;

namespace Nabla.Tests;

public class DifferentiationTests
{
    [Theory]
    [InlineData("5", "0")]
    [InlineData("y", "0")]
    [InlineData("x", "1")]
    [InlineData("-x", "-1")]
    [InlineData("x + y", "1 + 0")]
    [InlineData("x - y", "1 - 0")]
    [InlineData("x*y", "1*y + x*0")]
    [InlineData("x/y", "(1*y - x*0)/y^2")]
    [InlineData("x^3", "3*x^(3 - 1)*1")]
    [InlineData("2^x", "2^x*ln(2)*1")]
    [InlineData("x^x", "x^x*(1*ln(x) + x*(1/x))")]
    [InlineData("sin(2*x)", "cos(2*x)*(0*x + 2*1)")]
    public void The_rules_expand_and_leave_it_at_that(string f, string expanded) => Assert.Equal(expanded, ExpressionParser.Parse(f).Differentiate("x").ToString());

    [Theory]
    [InlineData("ln(x1) + x1*x2 - sin(x2)", "x1", "1/x1 + x2")]
    [InlineData("ln(x1) + x1*x2 - sin(x2)", "x2", "x1 - cos(x2)")]
    [InlineData("x^3", "x", "3*x^2")]
    [InlineData("x^x", "x", "x^x*(ln(x) + 1)")]
    [InlineData("x^y", "x", "y*x^(y - 1)")]
    [InlineData("x^y", "y", "x^y*ln(x)")]
    [InlineData("1/(1 + exp(-x))", "x", "exp(-x)/(1 + exp(-x))^2")]
    [InlineData("sqrt(x)", "x", "1/(2*sqrt(x))")]
    [InlineData("cos(x)^2", "x", "-2*cos(x)*sin(x)")]
    [InlineData("ln(ln(x))", "x", "1/(ln(x)*x)")]
    [InlineData("abs(x) + relu(x)", "x", "sign(x) + step(x)")]
    public void Simplified_they_are_those_of_the_tables(string f, string x, string slope) => Assert.Equal(slope, ExpressionParser.Parse(f).Differentiate(x).Simplify().ToString());

    [Fact]
    public void The_example_of_the_lectures()
    {
        var f = ExpressionParser.Parse("ln(x1) + x1*x2 - sin(x2)");
        Assert.Equal(11.652, f.Evaluate(("x1", 2), ("x2", 5)), 3);
        Assert.Equal(5.5, f.Differentiate("x1").Evaluate(("x1", 2), ("x2", 5)));
        Assert.Equal(1.716, f.Differentiate("x2").Evaluate(("x1", 2), ("x2", 5)), 3);
    }

    [Fact]
    public void The_second_derivative_of_a_cube()
    {
        var cube = ExpressionParser.Parse("x^3");
        Assert.Equal(12, cube.Differentiate("x", "x").Evaluate(("x", 2)));
        Assert.Equal("6*x", cube.Differentiate("x", "x").Simplify().ToString());
        Assert.Equal("6", cube.Differentiate("x", "x", "x").Simplify().ToString());
        Assert.Equal("0", cube.Differentiate("x", "x", "x", "x").Simplify().ToString());
        Assert.Same(cube, cube.Differentiate());
    }

    [Fact]
    public void A_variable_that_does_not_occur() => Assert.Equal("0", ExpressionParser.Parse("sin(x)*y").Differentiate("z").Simplify().ToString());

    [Fact]
    public void Mixed_derivatives_do_not_depend_on_the_order() => Gen.Select(RandomExpressions.Smooth, RandomExpressions.Points).Sample((f, point) =>
    {
        var (xy, yx) = (f.Differentiate("x").Simplify().Differentiate("y").Simplify(), f.Differentiate("y").Simplify().Differentiate("x").Simplify());
        if (xy.TryEvaluate(point) is not { } a || yx.TryEvaluate(point) is not { } b) return;
        // Numbers computed beforehand are rounded too: as in the derivatives as they were expanded.
        double error = xy.Rounded(point).Error + yx.Rounded(point).Error + f.Differentiate("x", "y").Rounded(point).Error + f.Differentiate("y", "x").Rounded(point).Error;
        if (error < 1e-6 * (1 + Math.Abs(a))) Assert.Equal(a, b, 4 * error);
    }, iter: 600);

    // By the rules, by the framework's adjoint graph, and by differences.
    [Fact]
    public void Three_ways_give_one_gradient()
    {
        int compared = 0;
        Gen.Select(RandomExpressions.Smooth, RandomExpressions.Points).Sample((f, point) =>
        {
            if (f.TryEvaluate(point) is null || !(Math.Abs(f.TryEvaluate(point)!.Value) < 1e3)) return;
            var (y, x) = BuiltIn.Graph(f, RandomExpressions.Names);
            var adjoint = Adjoint.Of(y, x);
            for (int i = 0; i < x.Length; i++)
            {
                var name = x[i].Name;
                var expanded = f.Differentiate(name);
                var slope = expanded.Simplify();
                // What x/x hides may still be the end of a domain.
                if (expanded.TryEvaluate(point) is null || slope.TryEvaluate(point) is not { } symbolic) continue;
                if (!(slope.Rounded(point).Error + expanded.Rounded(point).Error < 1e-11 * (1 + Math.Abs(symbolic)))) continue;
                double reverse = adjoint.TryGet(x[i]) is { } bar ? BuiltIn.Run([bar], point)[0] : 0;
                Assert.Equal(symbolic, reverse, 1e-9 * (1 + Math.Abs(symbolic)));
                var numeric = FiniteDifferences.Central(t => f.EvaluateUnchecked(new Dictionary<string, double>(point) { [name] = point[name] + t }));
                // Too near to the end of the domain, or to a pole.
                if (!(numeric.Error < 1e-6)) continue;
                // The differences see f's value, not what it lost on the way.
                double noise = f.Rounded(point).Error / numeric.Step;
                if (!(noise < 1e-6)) continue;
                Assert.Equal(symbolic, numeric.Value, 10 * (numeric.Error + noise) + 1e-8 * Math.Max(1, Math.Abs(symbolic)));
                Interlocked.Increment(ref compared);
            }
        }, iter: 150);
        Assert.True(compared > 60, $"{compared}");
    }

    // By the rules, by the adjoint graph of the adjoint graph, by the tangent graph of the tangent graph.
    [Fact]
    public void Three_ways_give_one_hessian()
    {
        int compared = 0;
        Gen.Select(RandomExpressions.Smooth, RandomExpressions.Points).Sample((f, point) =>
        {
            if (!(Math.Abs(f.TryEvaluate(point) ?? double.NaN) < 1e3)) return;
            var (y, x) = BuiltIn.Graph(f, RandomExpressions.Names);
            var bar = Adjoint.Of(y, x).TryGet(x[0]);
            var second = bar is null ? null : Adjoint.Of(bar, x);
            var tangent = Tangent.OfSeeded([y], x);
            var dot = tangent.TryGet(y);
            var again = dot is null ? null : Tangent.OfSeeded([dot], x);
            for (int j = 0; j < x.Length; j++)
            {
                var expanded = f.Differentiate("x", x[j].Name);
                var slope = f.Differentiate("x").Simplify().Differentiate(x[j].Name).Simplify();
                if (expanded.TryEvaluate(point) is null || slope.TryEvaluate(point) is not { } symbolic) continue;
                if (!(slope.Rounded(point).Error + expanded.Rounded(point).Error < 1e-11 * (1 + Math.Abs(symbolic)))) continue;
                double tolerance = 1e-8 * (1 + Math.Abs(symbolic));
                Assert.Equal(symbolic, second?.TryGet(x[j]) is { } v ? BuiltIn.Run([v], point)[0] : 0, tolerance);
                var seeded = new Dictionary<string, double>(point);
                for (int k = 0; k < x.Length; k++)
                {
                    seeded[tangent.Seeds[k].Name] = k == 0 ? 1 : 0;
                    if (again is not null) seeded[again.Seeds[k].Name] = k == j ? 1 : 0;
                }
                Assert.Equal(symbolic, dot is not null && again!.TryGet(dot) is { } w ? BuiltIn.Run([w], seeded)[0] : 0, tolerance);
                Interlocked.Increment(ref compared);
            }
        }, iter: 60);
        Assert.True(compared > 20, $"{compared}");
    }
}
