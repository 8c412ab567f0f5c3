namespace Nabla.Cli;

/// <summary>One plugin that was found: the folder it lies in, and its ops, or the reason why it could not be loaded.</summary>
sealed record PluginListing(string Name, string Path, bool Loaded, string? Reason, IReadOnlyList<string> Ops);

/// <summary>What <c>nabla plugin list --json</c> writes.</summary>
sealed record PluginListReport(IReadOnlyList<PluginListing> Plugins)
{
    public static PluginListReport Of(Registry registry) => new([.. registry.Plugins.Select(p => new PluginListing(p.Name, System.IO.Path.GetDirectoryName(p.Path)!, p.Failure is null, p.Failure,
        [.. registry.Ops.Where(o => o.Plugin == p.Name).Select(o => o.Schema.Title).Distinct()]))]);
}
