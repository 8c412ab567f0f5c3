using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Nabla;

/// <summary>Whether a plugin can work in this process, found out before anything of it is loaded; each reason says what to do.</summary>
[RequiresUnreferencedCode("Loads assemblies.")]
static class PluginFitness
{
    const string Prefix = "Nabla.";

    static readonly Lazy<HashSet<string>> Platform = new(() => ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(f => Path.GetFileNameWithoutExtension(f)!).ToHashSet(StringComparer.OrdinalIgnoreCase));

    static readonly Version Own = Version.TryParse(Plain(typeof(Op).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion), out var version)
        ? version : new(int.MaxValue, 0);

    /// <summary>The assemblies of Nabla that a plugin shares with its host.</summary>
    /// <exception cref="NablaException">It does not fit.</exception>
    public static IReadOnlyList<AssemblyName> Check(string path)
    {
        var manifest = PluginManifest.Read(path);
        List<AssemblyName> contracts = [.. manifest.References.Where(n => n.Name!.StartsWith(Prefix, StringComparison.Ordinal))];
        if (Framework(manifest) is { } framework) throw new NablaException(framework);
        if (contracts.Count == 0) throw new NablaException("it does not reference Nabla.Framework, so it holds no op.");
        var hosts = contracts.Select(HostOf).ToList();
        foreach (var (contract, host) in contracts.Zip(hosts.Select(h => h.GetName().Version!)))
            if (Misfit(contract.Name!, contract.Version!, host) is { } misfit) throw new NablaException(misfit);
        if (TooNew(manifest.Contract, Own) is { } tooNew) throw new NablaException(tooNew);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        // An application that references its plugins has them beside the very assemblies that it runs on.
        if (hosts.Select(h => h.GetName().Name + ".dll").FirstOrDefault(f => File.Exists(Path.Combine(folder, f)) && !IsOwn(folder)) is { } copy)
            throw new NablaException($"a copy of {copy} lies beside it, and types of a copy are not those of this application: delete it, and reference it with "
                + "ExcludeAssets=\"runtime\" (a project: Private=\"false\" too).");
        if (Missing(manifest, folder) is { } missing)
            throw new NablaException($"it needs {missing.Name} {missing.Version}, which is neither beside it nor in .NET: copy it there, or build the plugin with EnableDynamicLoading, which does.");
        return contracts;
    }

    static Assembly HostOf(AssemblyName contract)
    {
        try
        {
            return Assembly.Load(new AssemblyName(contract.Name!));
        }
        catch (IOException)
        {
            throw new NablaException($"it is built on {contract.Name}, which this application does not have.");
        }
    }

    /// <summary>Why a plugin that refers to one version of a contract cannot run on another, or null: AssemblyVersion holds the major number alone.</summary>
    internal static string? Misfit(string contract, Version built, Version host) => Sentence(contract, $"{built.Major}.x", $"{host.Major}.x", built.Major.CompareTo(host.Major));

    /// <summary>The same for the version that a plugin notes of itself, all of it, or null: what was added after the host's version, the host lacks.</summary>
    internal static string? TooNew(string? built, Version host) => Version.TryParse(Plain(built), out var version) && version > host ? Sentence("Nabla", version.ToString(), host.ToString(), 1) : null;

    static string? Sentence(string name, string was, string now, int order) => order switch
    {
        > 0 => $"it is built for {name} {was} and this is {now}: update this application, or build it again with this version.",
        < 0 => $"it is built for {name} {was} and this is {now}; build it again with this version.",
        _ => null,
    };

    static string? Framework(PluginManifest manifest)
    {
        if (manifest.TargetFramework is not { } framework) return null;
        var parts = framework.Split(",Version=v");
        var version = parts.Length == 2 && Version.TryParse(parts[1], out var v) ? v : null;
        var host = Environment.Version;
        return parts[0] switch
        {
            ".NETStandard" => null,
            ".NETCoreApp" when version is null || version <= new Version(host.Major, host.Minor) => null,
            ".NETCoreApp" => $"it is built for .NET {version} and this runs on .NET {host.Major}.{host.Minor}: build it for net{host.Major}.{host.Minor}.",
            ".NETFramework" => $"it is built for .NET Framework {version}, which this is not: build it for net{host.Major}.{host.Minor}.",
            _ => $"it is built for {framework}, which this is not: build it for net{host.Major}.{host.Minor}.",
        };
    }

    // Through its own dependencies too: the first that nobody has.
    static AssemblyName? Missing(PluginManifest manifest, string folder)
    {
        var (seen, open) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new Queue<PluginManifest>([manifest]));
        while (open.TryDequeue(out var next))
        {
            foreach (var reference in next.References)
            {
                if (!seen.Add(reference.Name!) || reference.Name!.StartsWith(Prefix, StringComparison.Ordinal)) continue;
                if (FileOf(reference.Name, folder) is { } file) open.Enqueue(PluginManifest.Read(file));
                else if (Platform.Value.Count > 0 && !Platform.Value.Contains(reference.Name)) return reference;
            }
        }
        return null;
    }

    // Beside it, or in runtimes/PLATFORM/lib.
    static string? FileOf(string name, string folder)
    {
        var beside = Path.Combine(folder, name + ".dll");
        if (File.Exists(beside)) return beside;
        var runtimes = Path.Combine(folder, "runtimes");
        return Directory.Exists(runtimes) ? Directory.EnumerateFiles(runtimes, name + ".dll", SearchOption.AllDirectories).FirstOrDefault() : null;
    }

    static bool IsOwn(string folder) => Path.GetFullPath(AppContext.BaseDirectory).TrimEnd(Path.DirectorySeparatorChar) == folder.TrimEnd(Path.DirectorySeparatorChar);

    // 1.2.0-beta+abc is built against 1.2.0.
    static string? Plain(string? version) => version?.Split('-', '+')[0];
}
