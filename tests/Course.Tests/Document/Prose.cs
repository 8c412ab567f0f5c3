using Nabla.Course;
using Nabla.Symbolic;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>Numbers that docs/course.md tells in passing.</summary>
public class Prose
{
    const double Machine = 1.0 / (1L << 52);

    // f(2, 5 + t)
    static double F(double t) => Math.Log(2) + 2 * (5 + t) - Math.Sin(5 + t);

    [Fact]
    public void The_example()
    {
        var f = ExpressionParser.Parse("ln(x1) + x1*x2 - sin(x2)");
        Assert.Equal(11.652, f.Evaluate(("x1", 2), ("x2", 5)), 5e-4);
        Assert.Equal(5.5, f.Differentiate("x1").Evaluate(("x1", 2), ("x2", 5)));
        Assert.Equal(1.716, f.Differentiate("x2").Evaluate(("x1", 2), ("x2", 5)), 5e-4);
        Assert.Equal(-0.959, f.Differentiate("x2", "x2").Evaluate(("x1", 2), ("x2", 5)), 5e-4);
    }

    // 2√(u|f|/|f″|) and ∛(3u|f|/|f‴|): up to ten times the root of u, and the errors there
    [Fact]
    public void The_best_steps_lie_a_little_to_the_right_of_the_roots()
    {
        double f = F(0), exact = 2 - Math.Cos(5), second = Math.Abs(Math.Sin(5)), third = Math.Abs(Math.Cos(5));
        double forward = 2 * Math.Sqrt(Machine * f / second), central = Math.Cbrt(3 * Machine * f / third);
        Assert.InRange(forward / Math.Sqrt(Machine), 1, 10);
        Assert.InRange(central / Math.Cbrt(Machine), 1, 10);
        Assert.InRange(Math.Abs(FiniteDifferences.ForwardAt(F, forward) - exact), 0, 3e-7);
        Assert.InRange(Math.Abs(FiniteDifferences.CentralAt(F, central) - exact), 0, 3e-10);
    }

    // The median of the errors around a step tells its size, not its luck.
    static double Typical(Func<double, double> slope, double step)
    {
        double[] errors = [.. Enumerable.Range(-20, 41).Select(i => Math.Abs(slope(step * Math.Pow(10, i / 80.0)) - (2 - Math.Cos(5)))).Order()];
        return errors[errors.Length / 2];
    }

    [Fact]
    public void Steps_a_thousand_times_larger_or_smaller_are_far_worse()
    {
        foreach (var (order, best) in new[] { (1, Math.Sqrt(Machine)), (2, Math.Cbrt(Machine)), (4, Math.Pow(Machine, 0.2)) })
        {
            double Slope(double h) => order == 1 ? FiniteDifferences.ForwardAt(F, h) : FiniteDifferences.CentralAt(F, h, order);
            double here = Typical(Slope, best);
            Assert.True(Typical(Slope, best * 1000) > 20 * here, $"order {order}, larger");
            Assert.True(Typical(Slope, best / 1000) > 20 * here, $"order {order}, smaller");
        }
    }

    [Theory]
    [InlineData(3), InlineData(5), InlineData(10), InlineData(20), InlineData(50)]
    public void Multiplications_of_the_gradient_of_a_product(int n)
    {
        var product = Enumerable.Range(1, n).Select(i => (Expression)new Symbol($"θ{i}")).Aggregate((a, b) => a * b);
        var g = Lesson.NewGraph();
        var adjoint = Adjoint.Of(product.ToGraph(g), [.. g.Inputs]);
        Assert.Equal(n * (n * (n + 1) / 2 - 1), OperationCount.Of(product.Gradient()).Multiplications);
        Assert.Equal(n * (n - 2), OperationCount.Of(product.Gradient().Select(d => d.Simplify())).Multiplications);
        Assert.Equal(n - 1, OperationCount.Of(g).Multiplications);
        Assert.Equal(3 * (n - 1), OperationCount.Of(g, adjoint.Graph).Multiplications);
    }

    // σ′ ≤ ¼
    [Fact]
    public void Ten_sigmoids_shrink_a_gradient_a_million_times()
    {
        double[] points = [.. Enumerable.Range(-100, 201).Select(i => i / 10.0)];
        double largest = Activations.At(Activations.All.Single(a => a.Name == "sigmoid").Build, points).Slope.Max();
        Assert.Equal(0.25, largest);
        Assert.True(Math.Pow(largest, 10) < 1e-6);
    }
}
