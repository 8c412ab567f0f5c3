using System.CommandLine;

namespace Nabla.Cli;

/// <summary><c>nabla plugin list</c>: every plugin that is found, where it lies, and what it brings or why it does not.</summary>
sealed class PluginListCommand : ToolCommand
{
    /// <summary>Up to so many ops are named.</summary>
    const int MostNames = 6;
    readonly Option<string?> _json;

    public PluginListCommand() : base("list", "List all plugins that are found, with their ops or the reason why one could not be loaded.",
        "nabla plugin list", "nabla plugin list --json plugins.json") => _json = Add(CommonOptions.Json());

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var json = JsonTarget.Of(line, _json);
        var report = PluginListReport.Of(PluginOption.Load(line));
        var screen = Screen.Open(json.ToStandardOutput);
        foreach (var plugin in report.Plugins)
        {
            screen.Line($"{plugin.Name,-20} {plugin.Path}");
            screen.Line($"{"",-20} {(plugin.Reason is { } reason ? $"could not be loaded: {reason}" : plugin.Ops.Count > MostNames ? $"{plugin.Ops.Count} ops" : string.Join(", ", plugin.Ops))}");
        }
        json.Write(report, Json.Default.PluginListReport);
        return ExitCode.Success;
    }
}
