using Spectre.Console;

namespace Nabla.Cli;

/// <summary>The ops as a table, or as columns of plain text; then the plugins that are not there.</summary>
static class OpsView
{
    static readonly string[] Header = ["domain", "op", "versions", "plugin", "adjoint", "kernel"];

    public static void Show(Screen screen, OpsReport report)
    {
        var rows = report.Ops.Select(o => (string[])
            [o.Domain, o.Name, Versions(o), o.Plugin ?? "–", Dash(o.Adjoint), Dash(o.Kernel)]).ToList();
        if (screen.IsLive) ShowTable(screen.Console, rows);
        else ShowColumns(screen, rows);
        foreach (var plugin in report.Plugins.Where(p => !p.Loaded)) screen.Line($"plugin '{plugin.Name}' could not be loaded: {plugin.Reason}");
        screen.Line("(upgraded): read from older files as what these versions mean in newer ops");
        screen.Line("own: a rule or kernel of its own; body: by the ops it is made of; zero: no slope anywhere; view: the same bytes seen differently; –: none");
        screen.Line($"{report.Ops.Count} ops of {report.Plugins.Count(p => p.Loaded)} plugins");
    }

    // 1 11 13 (upgraded) 18
    static string Versions(OpReport op) => string.Join(" ", (string[])
        [.. op.Upgraded.Select(v => $"{v}"), .. op.Upgraded.Count > 0 ? ["(upgraded)"] : (string[])[], .. op.Versions.Except(op.Upgraded).Select(v => $"{v}")]);

    static string Dash(string word) => word == "none" ? "–" : word;

    static void ShowTable(IAnsiConsole console, List<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(Header);
        foreach (var row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
        console.Write(table);
    }

    static void ShowColumns(Screen screen, List<string[]> rows)
    {
        rows.Insert(0, Header);
        int[] widths = [.. Enumerable.Range(0, Header.Length).Select(c => rows.Max(r => r[c].Length))];
        foreach (var row in rows) screen.Line(string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd());
    }
}
