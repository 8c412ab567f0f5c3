using System.CommandLine;

namespace Nabla.Cli;

/// <summary><c>nabla plugin install</c>: copies a plugin to where the tool looks, if it loads.</summary>
sealed class PluginInstallCommand : ToolCommand
{
    readonly Argument<string> _source = new("FILE.nupkg|FOLDER") { Description = "A package, or the folder that the build of a plugin writes." };

    public PluginInstallCommand() : base("install", "Install a plugin for every later run; one of the same name is replaced.",
        "nabla plugin install Swoosh.1.0.0.nupkg", "nabla plugin install bin/Release/net10.0") => Arguments.Add(_source);

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        using var source = PluginSource.Of(line.GetValue(_source)!);
        // Beside the ops that it will be beside.
        var registry = PluginFolder.Load(PluginFolder.LoadDefault(), source.Folder);
        foreach (var report in registry.Plugins.Where(p => p.Path.StartsWith(source.Folder, StringComparison.Ordinal)))
            if (report.Failure is { } failure) throw new NablaException($"Plugin '{report.Name}' was not installed: {failure}");
        foreach (var name in source.Names)
        {
            var target = Path.Combine(PluginFolder.OfUser, name);
            bool isThere = Directory.Exists(target);
            if (isThere) Directory.Delete(target, recursive: true);
            Move(Path.Combine(source.Folder, name), target);
            var ops = registry.Ops.Where(o => o.Plugin == name).Select(o => o.Schema.Title).Distinct();
            Console.Out.WriteLine($"{(isThere ? "replaced" : "installed")} {name} in {target}: {string.Join(", ", ops)}");
        }
        return ExitCode.Success;
    }

    // The temporary folder may be on another disk.
    static void Move(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
