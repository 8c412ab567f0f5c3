using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Nabla;

/// <summary>A plugin that was found.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Path">The assembly.</param>
/// <param name="Failure">Why it could not be loaded, or null if it was.</param>
public sealed record PluginReport(string Name, string Path, string? Failure);

/// <summary>Loads a plugin's main assembly so that it shares Nabla's own types and nothing else.</summary>
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
    public static Registry Load(Registry registry, string folder, IPluginLoader? loader = null)
    {
        loader ??= new IsolatedPluginLoader();
        var candidates = new List<(string Name, string Path, Assembly Assembly, Type[] Ops)>();
        foreach (var (name, path) in Find(folder))
        {
            try
            {
                var assembly = loader.Load(path);
                var ops = Registry.OpTypes(assembly).ToArray();
                if (ops.Length == 0) throw new NablaException("it holds no op: a public record that derives from Nabla.Op and has an [Op] attribute.");
                candidates.Add((name, path, assembly, ops));
            }
            catch (Exception e) when (e is NablaException or BadImageFormatException or IOException or ReflectionTypeLoadException or TypeLoadException)
            {
                registry.Report(new(name, path, Reason(e)));
            }
        }
        DropThoseInNeed(registry, candidates);
        foreach (var (name, path, _, ops) in candidates)
        {
            try
            {
                foreach (var op in ops) registry.Add(op, name);
                registry.Report(new(name, path, null));
            }
            catch (NablaException e)
            {
                registry.Report(new(name, path, e.Message));
            }
        }
        return registry;
    }

    static IEnumerable<(string Name, string Path)> Find(string folder) =>
        !Directory.Exists(folder) ? [] : Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
            .Select(d => (Name: System.IO.Path.GetFileName(d), Path: System.IO.Path.Combine(d, System.IO.Path.GetFileName(d) + ".dll")))
            .Where(p => File.Exists(p.Path));

    // Dropping one plugin may leave another without what it needs: repeat until nothing changes.
    static void DropThoseInNeed(Registry registry, List<(string Name, string Path, Assembly Assembly, Type[] Ops)> candidates)
    {
        for (bool changed = true; changed;)
        {
            var provided = candidates.SelectMany(c => c.Ops).Select(t => t.GetCustomAttribute<OpAttribute>()!).Where(a => a.Domain.Length == 0).Select(a => a.Name).ToHashSet();
            changed = candidates.RemoveAll(c =>
            {
                var missing = (c.Assembly.GetCustomAttribute<NeedsOpsAttribute>()?.Ops ?? []).Where(o => !provided.Contains(o) && !registry.Knows("", o)).ToList();
                if (missing.Count == 0) return false;
                registry.Report(new(c.Name, c.Path, $"its rules need {string.Join(", ", missing)}, which no loaded plugin provides; add the plugin that does."));
                return true;
            }) > 0;
        }
    }

    static string Reason(Exception e) => e switch
    {
        BadImageFormatException => "the file is not a .NET assembly.",
        ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } => first.Message,
        _ => e.Message,
    };
}
