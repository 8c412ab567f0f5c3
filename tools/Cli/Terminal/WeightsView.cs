namespace Nabla.Cli;

/// <summary>The tensors as a table, or as columns of plain text; then what was loaded and what was not.</summary>
static class WeightsView
{
    static readonly string[] Header = ["name", "type", "shape"], LoadedHeader = ["name", "type", "shape", "from"];

    public static void Show(Screen screen, WeightsReport report)
    {
        var sources = report.Load?.Loaded.ToDictionary(l => l.Name);
        Columns.Show(screen, sources is null ? Header : LoadedHeader, [.. report.Tensors.Select(t => (string[])
            [t.Name, t.Type, $"[{string.Join(',', t.Shape)}]", .. sources is null ? (string[])[] : [sources.TryGetValue(t.Name, out var l) ? $"{l.Source}{(l.Transposed ? ", transposed" : "")}" : "–"]])]);
        screen.Line($"{report.Tensors.Count} tensors, {report.Elements} elements");
        if (report.Load is not { } load) return;
        foreach (var unfit in load.Unfit) screen.Line($"'{unfit.Source}' does not fit '{unfit.Name}': {unfit.Reason}");
        foreach (var name in load.Unexpected) screen.Line($"'{name}' of the file has no place in the model");
        screen.Line($"{load.Loaded.Count} loaded, {load.Missing.Count} missing, {load.Unexpected.Count} unexpected, {load.Unfit.Count} unfit");
    }
}
