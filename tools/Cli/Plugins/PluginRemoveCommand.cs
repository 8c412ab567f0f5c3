using System.CommandLine;

namespace Nabla.Cli;

/// <summary><c>nabla plugin remove</c>: takes an installed plugin away.</summary>
sealed class PluginRemoveCommand : ToolCommand
{
    readonly Argument<string> _name = new("NAME") { Description = "The plugin, as 'nabla plugin list' names it." };

    public PluginRemoveCommand() : base("remove", "Remove a plugin that was installed.", "nabla plugin remove Swoosh") => Arguments.Add(_name);

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var name = line.GetValue(_name)!;
        string[] installed = Directory.Exists(PluginFolder.OfUser) ? [.. Directory.GetDirectories(PluginFolder.OfUser).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)] : [];
        if (!installed.Contains(name))
            throw new UsageException($"{name}: no such plugin is installed in {PluginFolder.OfUser}; there {(installed.Length == 0 ? "is none" : $"are {string.Join(", ", installed)}")}.");
        Directory.Delete(Path.Combine(PluginFolder.OfUser, name), recursive: true);
        Console.Out.WriteLine($"removed {name}");
        return ExitCode.Success;
    }
}
