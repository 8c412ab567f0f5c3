using System.Diagnostics.CodeAnalysis;
using System.Reflection;
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
        var contracts = PluginFitness.Check(path);
        // The builder itself: PluginLoader would also read every runtimeconfig.json by reflection, 40 ms at each start, for paths that the resolver does not need.
        // Lazily: else every assembly that a contract refers to is loaded at once, down to sockets.
        var context = new AssemblyLoadContextBuilder().SetMainAssemblyPath(path).IsLazyLoaded(true);
        foreach (var contract in contracts) context.PreferDefaultLoadContextAssembly(contract);
        return context.Build().LoadFromAssemblyPath(path);
    }
}
