using System.CommandLine;

namespace Nabla.Cli;

/// <summary><c>nabla plugin</c>: the user's own plugins.</summary>
sealed class PluginCommand : Command
{
    public PluginCommand() : base("plugin", "Install, list and remove plugins of your own; they lie in ~/.nabla/plugins.")
    {
        Subcommands.Add(new PluginInstallCommand());
        Subcommands.Add(new PluginListCommand());
        Subcommands.Add(new PluginRemoveCommand());
    }
}
