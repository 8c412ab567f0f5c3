using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Nabla;

/// <summary>A plugin that was found.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Path">The assembly.</param>
/// <param name="Failure">Why it could not be loaded, or null if it was.</param>
public sealed record PluginReport(string Name, string Path, string? Failure)
{
    /// <summary>Ops that its rules are made of and that nobody provides: if there are any, that is the reason, perhaps because another plugin failed.</summary>
    public IReadOnlyList<string> MissingOps { get; init; } = [];
}

/// <summary>Loads a plugin's main assembly so that it shares Nabla's own types and nothing else. Several plugins are loaded at the same time.</summary>
public interface IPluginLoader
{
    /// <summary>The loaded assembly.</summary>
    /// <exception cref="NablaException">The assembly does not fit this version of Nabla.</exception>
    Assembly Load(string path);
}

/// <summary>Registers the ops of all plugins in a folder: <c>FOLDER/NAME/NAME.dll</c>.</summary>
public static class PluginFolder
{
    /// <summary>Where a tool keeps its plugins: <c>plugins</c> beside the application.</summary>
    public static string Default => System.IO.Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>Where a user keeps plugins for every tool: <c>~/.nabla/plugins</c>.</summary>
    public static string OfUser => System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nabla", "plugins");

    /// <summary>A registry with the ops of all plugins beside the application.</summary>
    [RequiresUnreferencedCode("Loads assemblies; in a trimmed or ahead-of-time compiled application register ops with Registry.Add<T>().")]
    [RequiresDynamicCode("Loads assemblies; in a trimmed or ahead-of-time compiled application register ops with Registry.Add<T>().")]
    public static Registry LoadDefault() => Load(new(), Default);

    /// <summary>Registers every plugin of a folder. One that cannot be loaded is reported in <see cref="Registry.Plugins"/>; the others are there.</summary>
    /// <param name="registry">Where the ops go.</param>
    /// <param name="folder">The folder; one that does not exist holds no plugins.</param>
    /// <param name="loader">How an assembly is loaded; by default each in a load context of its own.</param>
    [RequiresUnreferencedCode("Loads assemblies; in a trimmed or ahead-of-time compiled application register ops with Registry.Add<T>().")]
    [RequiresDynamicCode("Loads assemblies; in a trimmed or ahead-of-time compiled application register ops with Registry.Add<T>().")]
    public static Registry Load(Registry registry, string folder, IPluginLoader? loader = null) => Load(registry, [.. Find(folder)], loader ?? new IsolatedPluginLoader());

    /// <summary>Registers one plugin by its assembly.</summary>
    /// <param name="registry">Where the ops go.</param>
    /// <param name="path">The plugin's main assembly; its own dependencies lie beside it.</param>
    /// <param name="loader">How an assembly is loaded; by default in a load context of its own.</param>
    /// <returns>The plugin's name: that of the file.</returns>
    /// <exception cref="NablaException">It cannot be loaded; the message says why.</exception>
    [RequiresUnreferencedCode("Loads assemblies; in a trimmed or ahead-of-time compiled application register ops with Registry.Add<T>().")]
    [RequiresDynamicCode("Loads assemblies; in a trimmed or ahead-of-time compiled application register ops with Registry.Add<T>().")]
    public static string LoadFile(Registry registry, string path, IPluginLoader? loader = null)
    {
        if (!File.Exists(path)) throw new NablaException($"Plugin '{path}' could not be loaded: there is no such file.");
        var name = System.IO.Path.GetFileNameWithoutExtension(path);
        Load(registry, [(name, System.IO.Path.GetFullPath(path))], loader ?? new IsolatedPluginLoader());
        return registry.Plugins[^1].Failure is { } failure ? throw new NablaException($"Plugin '{path}' could not be loaded: {failure}") : name;
    }

    [RequiresUnreferencedCode("Loads assemblies.")]
    [RequiresDynamicCode("Loads assemblies.")]
    static Registry Load(Registry registry, List<(string Name, string Path)> found, IPluginLoader loader)
    {
        var loaded = new List<(string Name, Assembly Assembly, IReadOnlyList<RegisteredOp> Ops)>();
        var failures = new Dictionary<string, string>();
        foreach (var (name, assembly, ops, failure) in ReadAll(found, loader))
        {
            try
            {
                if (failure is not null) ExceptionDispatchInfo.Throw(failure);
                if (ops.Count == 0 && PluginHooks.In(assembly).Count == 0) throw new NablaException("it holds no op: a public record that derives from Nabla.Op and has an [Op] attribute.");
                registry.Add(ops);
                loaded.Add((name, assembly, ops));
                PluginHooks.Run(registry, assembly);
            }
            // Whatever is wrong with one, the others load.
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                failures[name] = Reason(e);
                foreach (var broken in loaded.Where(p => p.Name == name)) registry.Remove(broken.Ops);
                loaded.RemoveAll(p => p.Name == name);
            }
        }
        var needs = new Dictionary<string, IReadOnlyList<string>>();
        DropThoseInNeed(registry, loaded, needs);
        var provider = failures.Count == 0 ? "add the plugin that does." : $"{string.Join(", ", failures.Keys.Order(StringComparer.Ordinal))} did not load.";
        foreach (var (name, missing) in needs) failures[name] = $"its rules need {string.Join(", ", missing)}, which no loaded plugin provides; {provider}";
        foreach (var (name, path) in found) registry.Report(new(name, path, failures.GetValueOrDefault(name)) { MissingOps = needs.GetValueOrDefault(name, []) });
        return registry;
    }

    /// <summary>What a plugin holds, or why it cannot be read.</summary>
    readonly record struct Contents(string Name, Assembly Assembly, IReadOnlyList<RegisteredOp> Ops, Exception? Failure);

    // Milliseconds each, and together the longest part of a start but one.
    [RequiresUnreferencedCode("Loads assemblies.")]
    [RequiresDynamicCode("Loads assemblies.")]
    static Contents[] ReadAll(List<(string Name, string Path)> found, IPluginLoader loader)
    {
        var contents = new Contents[found.Count];
        StartupLoop.For(found.Count, Environment.ProcessorCount, i => contents[i] = Read(found[i].Name, found[i].Path, loader));
        return contents;
    }

    [RequiresUnreferencedCode("Loads assemblies.")]
    [RequiresDynamicCode("Loads assemblies.")]
    static Contents Read(string name, string path, IPluginLoader loader)
    {
        try
        {
            if (!File.Exists(path)) throw new NablaException($"there is no {name}.dll in its folder.");
            var assembly = loader.Load(path);
            return new(name, assembly, [.. Registry.OpTypes(assembly).Select(t => new RegisteredOp(OpSchema.Of(t), name))], null);
        }
        catch (Exception e)
        {
            return new(name, null!, [], e);
        }
    }

    static IEnumerable<(string Name, string Path)> Find(string folder) =>
        !Directory.Exists(folder) ? [] : Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
            .Select(d => (Name: System.IO.Path.GetFileName(d), Path: System.IO.Path.Combine(d, System.IO.Path.GetFileName(d) + ".dll")));

    // Dropping one plugin may leave another without what it needs: repeat until nothing changes.
    static void DropThoseInNeed(Registry registry, List<(string Name, Assembly Assembly, IReadOnlyList<RegisteredOp> Ops)> loaded, Dictionary<string, IReadOnlyList<string>> needs)
    {
        for (bool changed = true; changed;)
        {
            changed = loaded.RemoveAll(p =>
            {
                var missing = (p.Assembly.GetCustomAttribute<NeedsOpsAttribute>()?.Ops ?? []).Where(o => !registry.Knows("", o)).ToList();
                if (missing.Count == 0) return false;
                registry.Remove(p.Ops);
                needs[p.Name] = missing;
                return true;
            }) > 0;
        }
    }

    static string Reason(Exception e) => e switch
    {
        BadImageFormatException => "the file is not a .NET assembly.",
        ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } => first.Message,
        NablaException or IOException or UnauthorizedAccessException or TypeLoadException => e.Message,
        _ => $"reading its ops threw {e.GetType().Name}: {e.Message}",
    };
}
