using System.CommandLine;

namespace Nabla.Cli;

/// <summary><c>nabla plugin list</c>: every plugin that is found, where it lies, and what it brings or why it does not.</summary>
sealed class PluginListCommand : ToolCommand
{
    public PluginListCommand() : base("list", "List all plugins that are found, with their ops or the reason why one could not be loaded.", "nabla plugin list") { }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var registry = PluginOption.Load(line);
        foreach (var plugin in registry.Plugins)
        {
            var ops = registry.Ops.Where(o => o.Plugin == plugin.Name).Select(o => o.Schema.Title).Distinct().ToList();
            Console.Out.WriteLine($"{plugin.Name,-20} {Path.GetDirectoryName(plugin.Path)}");
            Console.Out.WriteLine($"{"",-20} {(plugin.Failure is { } failure ? $"could not be loaded: {failure}" : ops.Count > 6 ? $"{ops.Count} ops" : string.Join(", ", ops))}");
        }
        return ExitCode.Success;
    }
}
