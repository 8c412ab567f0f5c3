namespace Nabla.Cli;

/// <summary>The ops as a table, or as columns of plain text; then the plugins that are not there.</summary>
static class OpsView
{
    static readonly string[] Header = ["domain", "op", "versions", "plugin", "adjoint", "kernel"];

    public static void Show(Screen screen, OpsReport report)
    {
        var rows = report.Ops.Select(o => (string[])
            [o.Domain, o.Name, Versions(o), o.Plugin ?? "–", Dash(o.Adjoint), Dash(o.Kernel)]).ToList();
        Columns.Show(screen, Header, rows);
        foreach (var plugin in report.Plugins.Where(p => !p.Loaded)) screen.Line($"plugin '{plugin.Name}' could not be loaded: {plugin.Reason}");
        screen.Line("(upgraded): read from older files as what these versions mean in newer ops");
        screen.Line("own: a rule or kernel of its own; body: by the ops it is made of; zero: no slope anywhere; view: the same bytes seen differently; –: none");
        screen.Line($"{report.Ops.Count} ops of {report.Plugins.Count(p => p.Loaded)} plugins");
    }

    // 1 11 13 (upgraded) 18
    static string Versions(OpReport op) => string.Join(" ", (string[])
        [.. op.Upgraded.Select(v => $"{v}"), .. op.Upgraded.Count > 0 ? ["(upgraded)"] : (string[])[], .. op.Versions.Except(op.Upgraded).Select(v => $"{v}")]);

    static string Dash(string word) => word == "none" ? "–" : word;
}
