using System.CommandLine;

namespace Nabla.Cli;

/// <summary><c>nabla ops</c>: what the plugins bring.</summary>
sealed class OpsCommand : ToolCommand
{
    readonly Option<string?> _json;

    public OpsCommand() : base("ops", "List all ops with their versions and plugins, and the plugins that could not be loaded.",
        "nabla ops",
        "nabla ops --plugins my-plugins/",
        "nabla ops --json")
    {
        _json = Add(CommonOptions.Json());
    }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var json = JsonTarget.Of(line, _json);
        var report = OpsCatalog.Of(PluginOption.Load(line));
        if (!json.ToStandardOutput) OpsView.Show(Screen.Open(), report);
        json.Write(report, Json.Default.OpsReport);
        return ExitCode.Success;
    }
}
