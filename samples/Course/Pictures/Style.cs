using ScottPlot;
using ScottPlot.TickGenerators;

namespace Nabla.Course;

/// <summary>What all pictures have in common.</summary>
static class Style
{
    public static readonly Color Blue = Color.FromHex("#0072B2"), Orange = Color.FromHex("#D55E00"), Green = Color.FromHex("#009E73"), Grey = Color.FromHex("#777777");

    /// <summary>One that has every sign the pictures use, where it is installed; else the default.</summary>
    public const string Font = "DejaVu Sans";

    /// <summary>An empty plot with its title and the names of its axes.</summary>
    public static Plot NewPlot(string title, string x = "", string y = "", float size = 14)
    {
        var plot = new Plot();
        plot.Title(title, size + 1);
        plot.Axes.Title.Label.Bold = false;
        if (x.Length > 0) plot.XLabel(x, size);
        if (y.Length > 0) plot.YLabel(y, size);
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = size - 2;
        plot.Legend.FontSize = size - 1;
        plot.Legend.SymbolWidth = 34;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.OutlineColor = Colors.LightGray;
        return plot;
    }

    /// <summary>A line.</summary>
    public static void Line(this Plot plot, double[] x, double[] y, Color color, string? legend = null, bool dashed = false, float width = 2, MarkerShape marker = MarkerShape.None)
    {
        var line = plot.Add.Scatter(x, y, color);
        line.LineWidth = width;
        line.LinePattern = dashed ? LinePattern.Dashed : LinePattern.Solid;
        line.MarkerShape = marker;
        line.MarkerSize = marker == MarkerShape.None ? 0 : 7;
        if (legend is not null) line.LegendText = legend;
    }

    /// <summary>Labels an axis of logarithms to base 10 with powers of ten.</summary>
    public static NumericManual PowersOfTen(int first, int last, int every)
    {
        var ticks = new NumericManual();
        for (int p = first; p <= last; p++)
        {
            if ((p - first) % every == 0) ticks.AddMajor(p, $"10{Superscript(p)}");
            else ticks.AddMinor(p);
        }
        return ticks;
    }

    static string Superscript(int n) => string.Concat(n.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
}
