using CsCheck;
using Nabla.Symbolic;

namespace Nabla.Tests;

public class TraceTests
{
    static readonly Dictionary<string, double> Point = new() { ["x1"] = 2, ["x2"] = 5 };

    static readonly Trace Example = Trace.Of(ExpressionParser.Parse("ln(x1) + x1*x2 - sin(x2)"), Point);

    static IEnumerable<string> Lines(IEnumerable<TraceStep> steps) => steps.Select(s => FormattableString.Invariant($"{s.Name} = {s.Formula} = {Math.Round(s.Value, 3)}"));

    // The example of A. G. Baydin, B. A. Pearlmutter, A. A. Radul, J. M. Siskind, "Automatic differentiation in machine learning: a survey", 2018.
    [Fact]
    public void The_evaluation_trace_of_the_lectures() => Assert.Equal(
        ["v1 = x1 = 2", "v2 = x2 = 5", "v3 = ln v1 = 0.693", "v4 = v1·v2 = 10", "v5 = sin v2 = -0.959", "v6 = v3 + v4 = 10.693", "v7 = v6 − v5 = 11.652"], Lines(Example.Steps));

    [Fact]
    public void The_tangent_traces_of_the_lectures()
    {
        Assert.Equal(["v̇1 = 1 = 1", "v̇2 = 0 = 0", "v̇3 = v̇1/v1 = 0.5", "v̇4 = v̇1·v2 + v̇2·v1 = 5", "v̇5 = v̇2·cos v2 = 0", "v̇6 = v̇3 + v̇4 = 5.5", "v̇7 = v̇6 − v̇5 = 5.5"], Lines(Example.Tangent("x1")));
        Assert.Equal(["v̇1 = 0 = 0", "v̇2 = 1 = 1", "v̇3 = v̇1/v1 = 0", "v̇4 = v̇1·v2 + v̇2·v1 = 2", "v̇5 = v̇2·cos v2 = 0.284", "v̇6 = v̇3 + v̇4 = 2", "v̇7 = v̇6 − v̇5 = 1.716"], Lines(Example.Tangent("x2")));
    }

    [Fact]
    public void The_adjoint_trace_of_the_lectures() => Assert.Equal(
        ["v̄7 = 1 = 1", "v̄6 = v̄7 = 1", "v̄5 = −v̄7 = -1", "v̄4 = v̄6 = 1", "v̄3 = v̄6 = 1", "v̄2 = v̄4·v1 + v̄5·cos v2 = 1.716", "v̄1 = v̄3/v1 + v̄4·v2 = 5.5"], Lines(Example.Adjoint()));

    [Fact]
    public void What_occurs_twice_has_one_line()
    {
        var trace = Trace.Of(ExpressionParser.Parse("sin(x*y)*sin(x*y) + 2^x"), new Dictionary<string, double> { ["x"] = 1, ["y"] = 2 }, ["y", "x"]);
        Assert.Equal(["y", "x", "v2·v1", "2^v2", "sin v3", "v5·v5", "v6 + v4"], trace.Steps.Select(s => s.Formula));
        Assert.Equal(["1", "v̄7", "2·v̄6·v5", "v̄7", "v̄5·cos v3", "v̄3·v1 + v̄4·2^v2·ln 2", "v̄3·v2"], trace.Adjoint().Select(s => s.Formula));
    }

    [Fact]
    public void Constants_have_no_slope()
    {
        var trace = Trace.Of(ExpressionParser.Parse("x*acos(1)"), new Dictionary<string, double> { ["x"] = 3 });
        Assert.Equal(["v1 = x = 3", "v2 = acos 1 = 0", "v3 = v1·v2 = 0"], Lines(trace.Steps));
        Assert.Equal(["v̇1 = 1 = 1", "v̇2 = 0 = 0", "v̇3 = v̇1·v2 = 0"], Lines(trace.Tangent("x")));
        Assert.Equal(["v̄3 = 1 = 1", "v̄1 = v̄3·v2 = 0"], Lines(trace.Adjoint()));
    }

    [Theory]
    [InlineData("x", "x")]
    [InlineData("sin(2)*x", "x|sin 2|v2·v1")]
    [InlineData("-3*pi", "−3·π")]
    [InlineData("abs(x)^(-2)", "x||v1||v2^(−2)")]
    public void Leaves_and_constants(string text, string formulas)
    {
        var trace = Trace.Of(ExpressionParser.Parse(text), new Dictionary<string, double> { ["x"] = 2 });
        Assert.Equal(formulas, string.Join('|', trace.Steps.Select(s => s.Formula)));
    }

    [Fact]
    public void Traces_end_at_the_value_and_its_gradient() => Gen.Select(RandomExpressions.Smooth, RandomExpressions.Points).Sample((f, point) =>
    {
        if (f.TryEvaluate(point) is not { } value || f.Gradient().Any(d => d.TryEvaluate(point) is null)) return;
        var slopes = f.Gradient().Select(d => (Value: d.Simplify().EvaluateUnchecked(point), d.Rounded(point).Error)).ToList();
        if (slopes.Any(s => !(s.Error < 1e-11 * (1 + Math.Abs(s.Value))))) return;
        var trace = Trace.Of(f, point);
        if (f.Variables.Count > 0) Assert.Equal(value, trace.Steps[^1].Value);
        var bars = trace.Adjoint().ToDictionary(s => s.Name, s => s.Value);
        for (int i = 0; i < f.Variables.Count; i++)
        {
            double tolerance = 1e-9 * (1 + Math.Abs(slopes[i].Value));
            Assert.Equal(slopes[i].Value, trace.Tangent(f.Variables[i])[^1].Value, tolerance);
            Assert.Equal(slopes[i].Value, bars[$"v̄{i + 1}"], tolerance);
        }
    }, iter: 400);
}
