using Nabla.Training;
using ScottPlot;

namespace Nabla.Course;

/// <summary>What a linear model and a network decide about points that no line separates.</summary>
static class SeparabilityPicture
{
    const double Edge = 2.2;
    const int Cells = 110;

    public static IReadOnlyList<Plot> Plots() =>
        [.. from data in Clouds.All from model in new[] { Models.LogisticRegression, Models.Perceptron } select Panel(data, model)];

    static Plot Panel(Dataset data, Models.Model model)
    {
        var trainer = model.Train(data);
        var plot = Style.NewPlot($"{data.Name}, {model.Name}: {100 * model.Accuracy(trainer, data):F0} % right", "x₁", "x₂");
        var map = plot.Add.Heatmap(Probabilities(trainer));
        map.Extent = new(-Edge, Edge, -Edge, Edge);
        map.Colormap = new ScottPlot.Colormaps.CustomInterpolated([Style.Blue.Lighten(0.55), Colors.White, Style.Orange.Lighten(0.55)]);
        map.ManualRange = new(0, 1);
        foreach (var (isOne, color, marker) in new[] { (false, Style.Blue, MarkerShape.FilledCircle), (true, Style.Orange, MarkerShape.FilledSquare) })
        {
            int[] rows = [.. Enumerable.Range(0, data.Count).Where(i => data.Targets[i] > 0.5f == isOne)];
            var points = plot.Add.Markers(rows.Select(i => (double)data.Sample(i)[0]).ToArray(), rows.Select(i => (double)data.Sample(i)[1]).ToArray(), marker, 5, color);
            points.LegendText = isOne ? "class 1" : "class 0";
        }
        plot.Axes.SetLimits(-Edge, Edge, -Edge, Edge);
        plot.ShowLegend(Alignment.UpperRight, Orientation.Horizontal);
        return plot;
    }

    // σ(logit) at the middle of each cell, the first row on top.
    static double[,] Probabilities(Trainer trainer)
    {
        float At(int cell) => (float)(Edge * (2 * (cell + 0.5) / Cells - 1));
        float[] points = [.. from row in Enumerable.Range(0, Cells) from column in Enumerable.Range(0, Cells) from x in new[] { At(column), At(Cells - 1 - row) } select x];
        var logits = trainer.Predict(points).Span<float>();
        var probabilities = new double[Cells, Cells];
        for (int i = 0; i < logits.Length; i++) probabilities[i / Cells, i % Cells] = 1 / (1 + Math.Exp(-logits[i]));
        return probabilities;
    }
}
