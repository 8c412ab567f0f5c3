using ScottPlot;

namespace Nabla.Course;

/// <summary>Every activation with its derivative.</summary>
static class ActivationsPicture
{
    public static IReadOnlyList<Plot> Plots() => [.. Activations.All.Select(a => Panel(a.Name, a.Formula, a.Build)), Key()];

    static Plot Panel(string name, string formula, Func<Value, Value> build)
    {
        var plot = Style.NewPlot($"{name}: {formula}", "x", size: 12);
        double range = name is "sinc" or "sine" ? 8 : 4;
        double[] x = [.. Enumerable.Range(-200, 401).Select(i => i * range / 200)];
        var (y, slope) = Activations.At(build, x);
        plot.Line(x, slope, Style.Orange, dashed: true);
        plot.Line(x, y, Style.Blue);
        double low = Math.Min(y.Min(), slope.Min()), high = Math.Max(y.Max(), slope.Max()), room = 0.08 * (high - low);
        plot.Axes.SetLimits(-range, range, low - room, high + room);
        return plot;
    }

    static Plot Key()
    {
        var plot = Style.NewPlot("", size: 12);
        plot.Line([0], [0], Style.Blue, "the function");
        plot.Line([0], [0], Style.Orange, "its derivative, by the adjoint graph", dashed: true);
        plot.Axes.SetLimits(1, 2, 1, 2);
        plot.HideAxesAndGrid();
        plot.ShowLegend(Alignment.MiddleCenter);
        return plot;
    }
}
