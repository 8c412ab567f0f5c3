using Nabla.Testing;
using ScottPlot;

namespace Nabla.Course;

/// <summary>The error of difference quotients against the step.</summary>
static class StepErrorPicture
{
    const double Exponents = 15, Smallest = 1e-14, Machine = 1.0 / (1L << 52);

    // ∂f/∂x2 of f(x1, x2) = ln x1 + x1·x2 − sin x2 at (2, 5)
    static double F(double t) => Math.Log(2) + 2 * (5 + t) - Math.Sin(5 + t);

    public static IReadOnlyList<Plot> Plots()
    {
        var plot = Style.NewPlot("Error of ∂f/∂x₂ at (2, 5) by difference quotients", "step ε          (u = 2⁻⁵², the machine precision)", "|error|");
        double[] steps = [.. Enumerable.Range(0, (int)(12 * Exponents) + 1).Select(i => Math.Pow(10, -i / 12.0))];
        double[] x = [.. steps.Select(Math.Log10)];
        double[] Errors(Func<double, double> slope) => [.. steps.Select(ε => Math.Log10(Math.Max(Smallest, Math.Abs(slope(ε) - (2 - Math.Cos(5))))))];

        plot.Line(x, Errors(ε => FiniteDifferences.ForwardAt(F, ε)), Style.Blue, "forward: (f(x + ε) − f(x)) / ε", width: 1.5f);
        plot.Line(x, Errors(ε => FiniteDifferences.CentralAt(F, ε)), Style.Orange, "central, order 2: (f(x + ε) − f(x − ε)) / 2ε", width: 1.5f);
        plot.Line(x, Errors(ε => FiniteDifferences.CentralAt(F, ε, order: 4)), Style.Green, "central, order 4", width: 1.5f);
        Mark(plot, Math.Sqrt(Machine), "√u", Style.Blue);
        Mark(plot, Math.Cbrt(Machine), "∛u", Style.Orange);
        Mark(plot, Math.Pow(Machine, 0.2), "u¹ᐟ⁵", Style.Green);

        plot.Axes.SetLimits(-Exponents, 0, -14.3, 1.2);
        plot.Axes.Bottom.TickGenerator = Style.PowersOfTen(-15, 0, 3);
        plot.Axes.Left.TickGenerator = Style.PowersOfTen(-14, 0, 2);
        plot.ShowLegend(Alignment.UpperCenter);
        return [plot];
    }

    static void Mark(Plot plot, double step, string text, Color color)
    {
        plot.Add.VerticalLine(Math.Log10(step), 1.5f, color, LinePattern.Dotted);
        var label = plot.Add.Text(text, Math.Log10(step) - 0.08, -14.1);
        label.LabelAlignment = Alignment.LowerRight;
        label.LabelFontSize = 16;
        label.LabelFontColor = color;
    }
}
