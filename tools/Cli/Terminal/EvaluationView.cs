using System.Globalization;
using Spectre.Console;

namespace Nabla.Cli;

/// <summary>Says how good a classifier is; on a terminal, for each class too.</summary>
static class EvaluationView
{
    public static void Show(Screen screen, EvalReport report)
    {
        if (screen.IsLive) ShowClasses(screen.Console, report);
        var loss = report.Loss?.ToString("F4", CultureInfo.InvariantCulture) ?? "infinite";
        var samples = string.Create(CultureInfo.InvariantCulture, $"{report.Samples} test samples in {report.Seconds:F2} s");
        screen.Line(string.Create(CultureInfo.InvariantCulture,
            $"{report.Data}: loss {loss}, accuracy {100 * report.Accuracy:F2} %, error {100 * report.Error:F2} %, {samples}"));
    }

    static void ShowClasses(IAnsiConsole console, EvalReport report)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn("class").AddColumn("samples", c => c.RightAligned()).AddColumn("accuracy", c => c.RightAligned());
        foreach (var c in report.Classes)
            table.AddRow(Markup.Escape(c.Class), c.Samples.ToString(CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"{100 * c.Accuracy:F2} %"));
        console.Write(table);
    }
}
