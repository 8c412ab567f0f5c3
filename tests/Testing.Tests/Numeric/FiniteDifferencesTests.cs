using Nabla.Testing;

namespace Nabla.Tests.Numeric;

public class FiniteDifferencesTests
{
    // Functions with their derivatives, some rough: large and small values, steep slopes.
    static readonly (string Name, Func<double, double> F, Func<double, double> Slope)[] Functions =
    [
        ("sin", Math.Sin, Math.Cos), ("exp", Math.Exp, Math.Exp), ("ln", Math.Log, x => 1 / x), ("x⁵", x => Math.Pow(x, 5), x => 5 * Math.Pow(x, 4)),
        ("1000 sin 30x", x => 1000 * Math.Sin(30 * x), x => 30_000 * Math.Cos(30 * x)), ("1e-6 tanh", x => 1e-6 * Math.Tanh(x), x => 1e-6 / Math.Pow(Math.Cosh(x), 2)),
        ("1e6 + x", x => 1e6 + x, _ => 1), ("1/x", x => 1 / x, x => -1 / (x * x)), ("constant", _ => 3, _ => 0), ("√x", Math.Sqrt, x => 0.5 / Math.Sqrt(x)),
    ];

    public static TheoryData<string, double, int> Cases => [.. from f in Functions from x in new[] { 0.1, 0.7, 2.3 } from order in new[] { 2, 4, 6 } select (f.Name, x, order)];

    [Theory, MemberData(nameof(Cases))]
    public void The_error_is_no_larger_than_it_is_said_to_be(string name, double x, int order)
    {
        var (_, f, slope) = Functions.Single(c => c.Name == name);
        var found = FiniteDifferences.Central(t => f(x + t), order: order);
        Assert.InRange(Math.Abs(found.Value - slope(x)), 0, 10 * found.Error);
        Assert.InRange(found.Error, 0, 1e-5 * Math.Max(Math.Abs(slope(x)), 1e-4 * Math.Abs(f(x))));
    }

    [Theory, InlineData(2), InlineData(4), InlineData(6)]
    public void Half_the_step_divides_the_error_by_2_to_the_order(int order)
    {
        double Error(double h) => Math.Abs(FiniteDifferences.CentralAt(t => Math.Exp(1 + t), h, order) - Math.E);
        Assert.InRange(Error(0.2) / Error(0.1), 0.9 * Math.Pow(2, order), 1.1 * Math.Pow(2, order));
    }

    [Theory, InlineData(-1), InlineData(1)]
    public void The_slope_of_one_side_is_that_side_s(int side)
    {
        var found = FiniteDifferences.OneSided(t => 3 * Math.Abs(t) + Math.Sin(t), side);
        Assert.Equal(3 * side + 1, found.Value, 10 * found.Error + 1e-9);
    }

    // The best step of a forward difference is near √ε, that of a central one near ∛ε: within a decade or so, and no better elsewhere.
    [Fact]
    public void The_best_steps_are_near_the_roots_of_the_machine_precision()
    {
        double[] steps = [.. Enumerable.Range(0, 57).Select(k => Math.Pow(10, -14 + k / 4.0))];
        double Best(Func<double, double> difference) => steps.GroupBy(h => Math.Round(Math.Log10(h))).MinBy(g => g.Average(h => Math.Log10(Math.Abs(difference(h) - Math.Cos(1)) + 1e-18)))!.Key;
        Assert.InRange(Best(h => FiniteDifferences.ForwardAt(t => Math.Sin(1 + t), h)), -9, -7);
        Assert.InRange(Best(h => FiniteDifferences.CentralAt(t => Math.Sin(1 + t), h)), -6, -4);
    }

    [Fact]
    public void There_is_no_order_3() => Assert.Throws<ArgumentOutOfRangeException>(() => FiniteDifferences.Central(Math.Sin, order: 3));
}
