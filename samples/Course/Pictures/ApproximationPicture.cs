using ScottPlot;

namespace Nabla.Course;

/// <summary>One hidden layer: a fit, and the error as neurons are added.</summary>
static class ApproximationPicture
{
    const int Shown = 16;
    static readonly int[] Sizes = [1, 2, 4, 8, 16, 32, 64];

    public static IReadOnlyList<Plot> Plots()
    {
        double[] Built(int n, Func<Value, Value> neuron) => Approximation.OnGrid(x => Staircase.Jumps(x, Approximation.Target, n, neuron));
        double[] Steps(int n) => Built(n, Staircase.Heaviside);
        double[] Sigmoids(int n) => Built(n, Staircase.Sigmoid(4 * n));
        var trained = Sizes.ToDictionary(n => n, n => Approximation.Trained(n));

        var fit = Style.NewPlot($"{Shown} neurons", "x", "f(x)");
        fit.Line(Approximation.Grid, [.. Approximation.Grid.Select(Approximation.Target)], Style.Grey, "f", width: 5);
        fit.Line(Approximation.Grid, Steps(Shown), Style.Blue, "steps", width: 1.5f);
        fit.Line(Approximation.Grid, Sigmoids(Shown), Style.Orange, "steep sigmoids", width: 1.5f);
        fit.Line(Approximation.Grid, trained[Shown], Style.Green, "trained sigmoids", width: 1.5f);
        fit.ShowLegend(Alignment.UpperRight);

        var error = Style.NewPlot("Error", "neurons", "max |f − network|");
        double[] sizes = [.. Sizes.Select(n => Math.Log2(n))];
        void Curve(Func<int, double[]> network, Color color, string legend) =>
            error.Line(sizes, [.. Sizes.Select(n => Math.Log10(Approximation.ErrorOf(network(n))))], color, legend, marker: MarkerShape.FilledCircle);
        Curve(Steps, Style.Blue, "steps");
        Curve(Sigmoids, Style.Orange, "steep sigmoids");
        Curve(n => trained[n], Style.Green, "trained sigmoids");
        error.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(sizes, [.. Sizes.Select(n => $"{n}")]);
        error.Axes.Left.TickGenerator = Style.PowersOfTen(-4, 1, 1);
        error.ShowLegend(Alignment.LowerLeft);
        return [fit, error];
    }
}
