using System.CommandLine;

namespace Nabla.Cli;

/// <summary>Where ops come from: the plugins beside the tool, and folders of one's own.</summary>
static class PluginOption
{
    public static Option<string[]> Instance { get; } = new("--plugins")
    {
        Description = "A folder of further plugins (FOLDER/NAME/NAME.dll); may be given several times.",
        HelpName = "FOLDER",
        Recursive = true,
    };

    public static Registry Load(ParseResult line)
    {
        var folders = line.GetValue(Instance) ?? [];
        if (folders.FirstOrDefault(f => !Directory.Exists(f)) is { } missing) throw new UsageException($"--plugins {missing}: there is no such folder.");
        var registry = PluginFolder.LoadDefault();
        foreach (var folder in folders) PluginFolder.Load(registry, Path.GetFullPath(folder));
        return registry;
    }
}
