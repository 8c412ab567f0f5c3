using Nabla.Symbolic;
using Nabla.Testing;

namespace Nabla.Tests;

public class FunctionTests
{
    // Further from kinks and ends of domains than the steps of finite differences reach.
    static readonly double[] Points = [-3, -1.75, -0.9, -0.4, -0.05, 0.3, 0.8, 1.25, 2.5, 7];

    public static TheoryData<string> Names => [.. Function.All.Select(f => f.Name)];

    static IEnumerable<double> Inside(Function f) => Points.Where(x => double.IsFinite(f.At(x)));

    [Theory, MemberData(nameof(Names))]
    public void The_slope_is_that_of_finite_differences(string name)
    {
        var f = Function.Find(name)!;
        var slope = f.Slope(new Symbol("x"));
        Assert.All(Inside(f), x =>
        {
            var numeric = FiniteDifferences.Central(t => f.At(x + t));
            Assert.Equal(numeric.Value, slope.Evaluate(("x", x)), 10 * numeric.Error + 1e-9 * Math.Max(1, Math.Abs(numeric.Value)));
        });
    }

    [Theory, MemberData(nameof(Names))]
    public void The_framework_has_the_function_and_its_slope(string name)
    {
        var f = Function.Find(name)!;
        var (y, x) = BuiltIn.Graph(f.Of(new Symbol("x")), "x");
        var bar = Adjoint.Of(y, x).TryGet(x[0]);
        var slope = f.Slope(new Symbol("x")).Simplify();
        Assert.Equal(bar is null, slope == 0);
        Assert.All(Inside(f), p =>
        {
            var at = new Dictionary<string, double> { ["x"] = p };
            var computed = BuiltIn.Run(bar is null ? [y] : [y, bar], at);
            Assert.Equal(f.At(p), computed[0], 4e-15 * Math.Max(Math.Abs(f.At(p)), 1e-3));
            if (bar is not null) Assert.Equal(slope.Evaluate(at), computed[1], 1e-13 * Math.Max(1, Math.Abs(computed[1])));
        });
    }

    [Theory, MemberData(nameof(Names))]
    public void What_is_said_of_signs_and_domains_is_true(string name)
    {
        var f = Function.Find(name)!;
        foreach (double x in Points)
        {
            bool isDefined = double.IsFinite(f.At(x));
            var of = f.Of(x);
            if (isDefined) Assert.Equal(f.At(x), of.Evaluate());
            else Assert.Throws<EvaluationException>(() => of.Evaluate());
            if (isDefined) Assert.Equal(f.At(x), f.Of(-(Expression)(-x)).Simplify().Evaluate(), 1e-15 * Math.Abs(f.At(x)));
            if (isDefined && double.IsFinite(f.At(-x))) Assert.Equal(f.At(-x), f.Of(-new Symbol("x")).Simplify().Evaluate(("x", x)), 1e-15 * Math.Abs(f.At(x)));
        }
    }

    [Fact]
    public void No_two_functions_share_a_name()
    {
        var names = Function.All.SelectMany(f => f.OtherNames.Prepend(f.Name)).ToList();
        Assert.Equal(names, names.Distinct());
        Assert.All(names, n => Assert.Same(Function.Find(n), ((Application)ExpressionParser.Parse($"{n}(x)")).Function));
    }
}
