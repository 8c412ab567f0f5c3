using System.CommandLine;

namespace Nabla.Cli;

/// <summary>Where ops come from: the plugins beside the tool, those of the user, and folders or files of one's own.</summary>
static class PluginOption
{
    const string Variable = "NABLA_PLUGINS";

    public static Option<string[]> Instance { get; } = new("--plugins")
    {
        Description = "A folder of further plugins (FOLDER/NAME/NAME.dll), or one NAME.dll; may be given several times. "
            + $"{Variable} names folders too, and ~/.nabla/plugins holds what 'nabla plugin install' put there.",
        HelpName = "FOLDER",
        Recursive = true,
    };

    /// <param name="line">The command line.</param>
    /// <param name="files">Plugins that are asked for by themselves, and go before one of the same name that is installed.</param>
    public static Registry Load(ParseResult line, params IReadOnlyList<string> files)
    {
        var registry = PluginFolder.LoadDefault();
        foreach (var file in files) PluginFolder.LoadFile(registry, file);
        foreach (var place in Places(line))
            if (File.Exists(place)) PluginFolder.LoadFile(registry, place);
            else PluginFolder.Load(registry, place);
        return registry;
    }

    // Each once: it may be named by both, and lie where it is looked for anyway.
    static IEnumerable<string> Places(ParseResult line)
    {
        var named = (line.GetValue(Instance) ?? []).Select(f => (From: Instance.Name, Path: f));
        var set = (Environment.GetEnvironmentVariable(Variable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(f => (From: Variable, Path: f));
        (string From, string Path)[] asked = [.. set, .. named];
        if (asked.FirstOrDefault(f => !Path.Exists(f.Path)) is { Path: not null } missing) throw new UsageException($"{missing.From} {missing.Path}: there is no such folder.");
        return asked.Select(f => f.Path).Prepend(PluginFolder.OfUser).Select(f => Path.TrimEndingDirectorySeparator(Path.GetFullPath(f))).Distinct()
            .Where(f => f != Path.TrimEndingDirectorySeparator(PluginFolder.Default));
    }
}
