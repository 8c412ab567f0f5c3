using Nabla.Course;

namespace Nabla.Tests;

/// <summary>One hidden layer comes as near to a continuous function as one likes.</summary>
public class UniversalApproximation
{
    static double Steps(int n, Func<Value, Value> neuron) => Approximation.ErrorOf(Approximation.OnGrid(x => Staircase.Jumps(x, Approximation.Target, n, neuron)));

    static double Indicators(int n, Func<Value, Value> neuron) => Approximation.ErrorOf(Approximation.OnGrid(x => Staircase.Indicators(x, Approximation.Target, n, neuron)));

    // |f′| ≤ 2π + 2.5π, and no point is farther than half a step from the one whose value it gets.
    [Theory]
    [InlineData(1), InlineData(3), InlineData(10), InlineData(100), InlineData(400)]
    public void Steps_are_off_by_no_more_than_f_changes_over_half_a_step(int n)
    {
        double bound = 4.5 * Math.PI / (2 * n);
        Assert.InRange(Steps(n, Staircase.Heaviside), 0, bound);
        Assert.InRange(Indicators(n, Staircase.Heaviside), 0, bound);
    }

    [Fact]
    public void Indicators_are_1_on_one_interval_and_0_elsewhere()
    {
        const int n = 8;
        double[] y = Approximation.OnGrid(x => Staircase.Indicators(x, Approximation.Target, n, Staircase.Heaviside));
        for (int i = 0; i < y.Length; i++)
        {
            double position = Approximation.Grid[i] * n;
            if (Math.Abs(position - Math.Round(position)) > 1e-9) Assert.Equal(Approximation.Target((Math.Floor(position) + 0.5) / n), y[i], 1e-12);
        }
    }

    // σ(kz) → H(z) for z ≠ 0: away from the jumps the two networks become the same.
    [Fact]
    public void Sigmoids_become_steps_as_their_slope_grows()
    {
        const int n = 10;
        double[] steps = Approximation.OnGrid(x => Staircase.Jumps(x, Approximation.Target, n, Staircase.Heaviside));
        double Distance(double k)
        {
            double[] y = Approximation.OnGrid(x => Staircase.Jumps(x, Approximation.Target, n, Staircase.Sigmoid(k)));
            return y.Zip(steps, (a, b) => Math.Abs(a - b)).Where((_, i) => Math.Abs(Approximation.Grid[i] * n % 1 - 0.5) > 0.05).Max();
        }
        Assert.True(Distance(100) > Distance(1000) && Distance(1000) > Distance(10000));
        Assert.InRange(Distance(10000), 0, 1e-12);
    }

    [Fact]
    public void Constructed_networks_improve_with_every_doubling()
    {
        int[] sizes = [8, 16, 32, 64, 128];
        foreach (var neuron in new Func<int, Func<Value, Value>>[] { _ => Staircase.Heaviside, n => Staircase.Sigmoid(4 * n) })
        {
            double[] errors = [.. sizes.Select(n => Steps(n, neuron(n)))];
            for (int i = 1; i < errors.Length; i++) Assert.True(errors[i] < 0.65 * errors[i - 1], string.Join(", ", errors));
        }
    }

    [Fact]
    public void Trained_ones_too_and_they_begin_better()
    {
        int[] sizes = [1, 4, 16, 64];
        double[] errors = [.. sizes.Select(n => Approximation.ErrorOf(Approximation.Trained(n)))];
        for (int i = 1; i < errors.Length; i++) Assert.True(errors[i] < 0.5 * errors[i - 1], string.Join(", ", errors));
        Assert.InRange(errors[0], 0.5, 0.9);
        Assert.InRange(errors[^1], 0, 0.02);
        foreach (int n in new[] { 4, 16 }) Assert.True(errors[Array.IndexOf(sizes, n)] < 0.5 * Steps(n, Staircase.Sigmoid(4 * n)));
    }
}
