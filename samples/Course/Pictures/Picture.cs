using ScottPlot;

namespace Nabla.Course;

/// <summary>A picture of docs/course.md.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Columns">Plots beside each other.</param>
/// <param name="Plots">Makes its plots, row by row.</param>
public sealed record Picture(string File, int Width, int Height, int Columns, Func<IReadOnlyList<Plot>> Plots)
{
    /// <summary>All pictures.</summary>
    public static IReadOnlyList<Picture> All { get; } =
    [
        new("step-error.png", 900, 480, 1, StepErrorPicture.Plots),
        new("activations.png", 900, 1240, 3, ActivationsPicture.Plots),
        new("separability.png", 900, 900, 2, SeparabilityPicture.Plots),
        new("approximation.png", 900, 420, 2, ApproximationPicture.Plots),
    ];

    /// <summary>Draws it into a PNG file.</summary>
    public void Save(string path)
    {
        Fonts.Default = Style.Font;
        var plots = Plots();
        var multiplot = new Multiplot();
        multiplot.Reset(plots[0]);
        foreach (var plot in plots.Skip(1)) multiplot.AddPlot(plot);
        multiplot.Layout = new ScottPlot.MultiplotLayouts.Grid((plots.Count + Columns - 1) / Columns, Columns);
        multiplot.SavePng(path, Width, Height);
    }
}
