using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using McMaster.NETCore.Plugins.Loader;

namespace Nabla;

/// <summary>Loads each plugin in its own load context with its own dependencies; only the assemblies of Nabla are shared. Contexts are not
/// collectible: collectible ones cost about a fifth in hot loops.</summary>
[RequiresUnreferencedCode("Loads assemblies.")]
[RequiresDynamicCode("Loads assemblies.")]
sealed class IsolatedPluginLoader : IPluginLoader
{
    public Assembly Load(string path)
    {
        var contracts = new List<AssemblyName>();
        foreach (var reference in ContractsOf(path))
        {
            contracts.Add(reference);
            Version host;
            try
            {
                host = Assembly.Load(new AssemblyName(reference.Name!)).GetName().Version!;
            }
            catch (IOException)
            {
                throw new NablaException($"it is built on {reference.Name}, which this application does not have.");
            }
            if (reference.Version!.Major != host.Major)
                throw new NablaException($"it is built for {reference.Name} {reference.Version.Major}.x and this is {host.Major}.x; build it again with this version.");
        }
        if (contracts.Count == 0) throw new NablaException("it does not reference Nabla.Framework, so it holds no op.");
        // The builder itself: PluginLoader would also read every runtimeconfig.json by reflection, 40 ms at each start, for paths that the resolver does not need.
        // Lazily: else every assembly that a contract refers to is loaded at once, down to sockets.
        var context = new AssemblyLoadContextBuilder().SetMainAssemblyPath(path).IsLazyLoaded(true);
        foreach (var contract in contracts) context.PreferDefaultLoadContextAssembly(contract);
        return context.Build().LoadFromAssemblyPath(path);
    }

    // From metadata, before anything of the plugin is loaded.
    static List<AssemblyName> ContractsOf(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        if (!file.HasMetadata) throw new BadImageFormatException();
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(h => metadata.GetAssemblyReference(h).GetAssemblyName()).Where(n => n.Name!.StartsWith("Nabla.", StringComparison.Ordinal))];
    }
}
