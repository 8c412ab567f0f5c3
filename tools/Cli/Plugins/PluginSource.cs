using System.IO.Compression;

namespace Nabla.Cli;

/// <summary>The files of a plugin that is to be installed, laid out as NAME/NAME.dll in a folder aside.</summary>
sealed class PluginSource : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nabla-plugin-");

    /// <summary>Holds one folder for each plugin.</summary>
    public string Folder => _folder.FullName;

    /// <summary>The plugins' names.</summary>
    public IReadOnlyList<string> Names => [.. Directory.GetDirectories(Folder).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    /// <summary>Reads a package, or the folder that a build writes.</summary>
    /// <exception cref="NablaException">It holds no plugin.</exception>
    public static PluginSource Of(string path)
    {
        var source = new PluginSource();
        try
        {
            if (Directory.Exists(path)) source.Copy(path);
            else if (!File.Exists(path)) throw new UsageException($"{path}: there is no such file or folder.");
            else if (path.EndsWith(".nupkg", StringComparison.OrdinalIgnoreCase)) source.Unpack(path);
            else throw new UsageException($"{path}: give a .nupkg, or the folder that the build of a plugin writes.");
            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    // A plugin's folder, or one that holds such folders.
    void Copy(string folder)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (MainOf(full) is { } name)
        {
            Copy(full, Path.Combine(Folder, name));
            return;
        }
        foreach (var inner in Directory.GetDirectories(full).Where(d => File.Exists(Path.Combine(d, Path.GetFileName(d) + ".dll")))) Copy(inner, Path.Combine(Folder, Path.GetFileName(inner)));
        if (Names.Count == 0) throw new NablaException($"{folder} holds no plugin: neither NAME/NAME.dll nor a NAME.dll with its NAME.deps.json; give the folder that 'dotnet build' writes.");
    }

    // The assembly that was built there is the one with a list of dependencies; without any list, the one named as the folder.
    static string? MainOf(string folder)
    {
        string[] listed = [.. Directory.GetFiles(folder, "*.deps.json").Select(f => Path.GetFileName(f)[..^".deps.json".Length]).Where(n => File.Exists(Path.Combine(folder, n + ".dll")))];
        return listed.Length switch
        {
            1 => listed[0],
            0 => File.Exists(Path.Combine(folder, Path.GetFileName(folder) + ".dll")) ? Path.GetFileName(folder) : null,
            _ => throw new NablaException($"{folder} holds several assemblies that were built for themselves: {string.Join(", ", listed)}; give the folder of one."),
        };
    }

    static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    // What Nabla.Ops packs lies in plugins/NAME; any other package has lib/FRAMEWORK.
    void Unpack(string package)
    {
        try
        {
            using var zip = ZipFile.OpenRead(package);
            var entries = zip.Entries.Where(e => e.Name.Length > 0).ToList();
            var packed = entries.Where(e => e.FullName.StartsWith("plugins/", StringComparison.OrdinalIgnoreCase) && e.FullName.Split('/').Length > 2).ToList();
            if (packed.Count > 0)
            {
                foreach (var entry in packed) Extract(entry, entry.FullName["plugins/".Length..]);
                return;
            }
            var frameworks = entries.Where(e => e.FullName.StartsWith("lib/net", StringComparison.OrdinalIgnoreCase)).GroupBy(e => e.FullName.Split('/')[1]).OrderBy(g => g.Key.Length).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
            if (frameworks.Count == 0) throw new NablaException($"{package} holds no plugin: neither plugins/NAME/NAME.dll nor lib/net10.0; pack it with 'dotnet pack' of a project that references Nabla.Ops.");
            var files = frameworks[^1].Where(e => e.FullName.Split('/').Length == 3).ToList();
            var main = files.Where(e => e.Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)).ToList();
            if (main.Count != 1) throw new NablaException($"{package} holds {main.Count} assemblies in lib/{frameworks[^1].Key}; which one is the plugin? Pack it with 'dotnet pack' of a project that references Nabla.Ops.");
            foreach (var entry in files) Extract(entry, $"{Path.GetFileNameWithoutExtension(main[0].Name)}/{entry.Name}");
        }
        catch (InvalidDataException e)
        {
            throw new NablaException($"{package} is not a package: {e.Message}", e);
        }
    }

    void Extract(ZipArchiveEntry entry, string to)
    {
        var target = Path.GetFullPath(Path.Combine(Folder, to));
        if (!target.StartsWith(Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new NablaException($"The package holds '{entry.FullName}', which would lie elsewhere; it is not to be trusted.");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        entry.ExtractToFile(target);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
