using System.CommandLine;
using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Cli;

/// <summary>The ops that the command line names, with the rows of their sample tables.</summary>
sealed record CheckedOps(Registry Registry, IReadOnlyList<OpSample> Rows, IReadOnlyList<string> Problems, string Command, string Selection)
{
    /// <summary>Reads what is asked for.</summary>
    /// <exception cref="UsageException">Nothing is, or something that there is not.</exception>
    public static CheckedOps Of(ParseResult line, Option<bool> all, Option<string[]> ops, Option<string[]> plugins, Option<string?> sample)
    {
        string[] names = [.. (line.GetValue(ops) ?? []).SelectMany(t => t.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        string[] files = line.GetValue(plugins) ?? [];
        if (!line.GetValue(all) && names.Length == 0 && files.Length == 0) throw new UsageException("Say what to check: --all, --op NAME, --plugin FILE.dll, or a model.");
        var registry = PluginOption.Load(line, files);
        var loaded = files.Select(f => Path.GetFileNameWithoutExtension(f)).ToHashSet();
        return Of(registry, line.GetValue(all), names, loaded, line.GetValue(sample), "gradcheck", string.Concat(files.Select(f => $" --plugin {f}")));
    }

    /// <summary>The ops of some plugins, given as assemblies, as folders named as they are, or by the names of plugins that are loaded anyway.</summary>
    public static CheckedOps OfPlugins(ParseResult line, Argument<string[]> plugins, Option<bool> all, Option<string[]> ops, Option<string?> sample)
    {
        string[] names = [.. (line.GetValue(ops) ?? []).SelectMany(t => t.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        string[] given = line.GetValue(plugins) ?? [];
        if (!line.GetValue(all) && names.Length == 0 && given.Length == 0) throw new UsageException("Say what to check: a plugin (FILE.dll, its folder, or the name of one that is loaded), --op NAME, or --all.");
        var registry = PluginOption.Load(line, [.. given.Where(g => !IsBuiltIn(g) && File.Exists(FileOf(g))).Select(FileOf)]);
        var loaded = new HashSet<string>();
        foreach (var plugin in given)
        {
            var file = FileOf(plugin);
            if (registry.Plugins.Any(p => p.Name == plugin && p.Failure is null)) loaded.Add(plugin);
            else if (File.Exists(file)) loaded.Add(Path.GetFileNameWithoutExtension(file));
            else throw new UsageException($"{plugin}: there is no such file, no folder that holds {Path.GetFileName(file)}, and no loaded plugin of this name.{(Suggestion.For(plugin, registry.Plugins.Select(p => p.Name)) is { } near ? $" Did you mean '{near}'?" : "")}");
        }
        // Where ops are named as well, of these alone.
        return Of(registry, line.GetValue(all), names, names.Length == 0 ? loaded : [], line.GetValue(sample), "op check", string.Concat(given.Select(g => $" {g}")));
    }

    static bool IsBuiltIn(string plugin) => Directory.Exists(Path.Combine(PluginFolder.Default, plugin));

    /// <summary>The assembly that is meant: itself, or the one that a folder is named by.</summary>
    public static string FileOf(string plugin) => Directory.Exists(plugin) ? Path.Combine(plugin, $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(plugin)))}.dll") : plugin;

    static CheckedOps Of(Registry registry, bool all, string[] names, HashSet<string> loaded, string? sample, string command, string selection)
    {
        // An older meaning has no rule of its own that could be wrong.
        var current = registry.Ops.Where(o => !o.Schema.IsUpgrade).ToList();
        var chosen = current.Where(o => all || names.Contains(o.Schema.Title) || o.Plugin is { } p && loaded.Contains(p)).ToList();
        var known = current.Select(o => o.Schema.Title).ToHashSet();
        if (names.FirstOrDefault(n => !known.Contains(n) && registry.Ops.Any(o => o.Schema.Title == n)) is { } old)
            throw new UsageException($"--op {old}: it is only read from older files, as newer ops; check those.");
        if (names.FirstOrDefault(n => !known.Contains(n)) is { } unknown)
            throw new UsageException($"--op {unknown}: no plugin provides such an op.{(Suggestion.For(unknown, known) is { } near ? $" Did you mean '{near}'?" : "")} 'nabla ops' lists them.");

        var table = OpSamples.Of(registry);
        var titles = chosen.Select(o => o.Schema.Title).ToHashSet();
        List<OpSample> rows = [.. table.Rows.Where(r => titles.Contains(r.Op.Schema.Title))];
        var problems = new List<string>(table.Problems);
        foreach (var op in chosen.Where(o => rows.All(r => r.Op.GetType() != o.Schema.OpType)))
        {
            var guessed = OpSamples.Guessed(registry, op.Schema);
            rows.AddRange(guessed);
            if (guessed.Count == 0) problems.Add($"{op.Schema.Title} of plugin '{op.Plugin}' has no sample table, and does not take plain floating-point inputs; write a class that implements IOpSamples.");
        }
        if (sample is { } row)
        {
            if (rows.All(r => r.Name != row))
                throw new UsageException($"--sample {row}: there is no such row.{(Suggestion.For(row, rows.Select(r => r.Name)) is { } near ? $" Did you mean '{near}'?" : "")}");
            rows.RemoveAll(r => r.Name != row);
        }
        return new(registry, rows, problems, command, selection);
    }

    /// <summary>The command line that repeats the check of an op.</summary>
    public string Reproduce(OpGradientReport op, int seed)
    {
        var failed = op.Samples.Where(s => s.Counts).ToList();
        return Command == "gradcheck" ? $"nabla gradcheck --op {op.Name}{Selection}{Row()} --seed {seed}" : $"nabla {Command}{Selection} --op {op.Name}{Row()} --seed {seed}";

        string Row() => $"{(failed.Count == 1 ? $" --sample \"{failed[0].Name}\"" : "")}";
    }
}
