using System.Text.Json;

namespace Nabla.OnnxRuntime;

/// <summary>Which provider ran a node.</summary>
/// <param name="Op">ONNX's name of the op, or that of the runtime's own op that several were joined to.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Provider">The provider.</param>
public sealed record Placement(string Op, string Node, string Provider)
{
    const string Suffix = "_kernel_time";
    const int MostNamed = 12;

    /// <summary>What a profile says, each node once.</summary>
    /// <param name="profile">A file that a session with profiling wrote.</param>
    internal static IReadOnlyList<Placement> Read(Stream profile)
    {
        using var document = JsonDocument.Parse(profile);
        return
        [
            .. document.RootElement.EnumerateArray()
                .Where(e => e.TryGetProperty("cat", out var kind) && kind.GetString() == "Node" && e.GetProperty("name").GetString()!.EndsWith(Suffix, StringComparison.Ordinal))
                .Select(e => new Placement(Text(e, "op_name"), e.GetProperty("name").GetString()![..^Suffix.Length], Text(e, "provider"))).Distinct(),
        ];

        static string Text(JsonElement e, string name) => e.GetProperty("args").TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";
    }

    /// <summary>The nodes that another provider ran than the device's.</summary>
    internal static IReadOnlyList<Placement> Strays(IEnumerable<Placement> placements, Device device) => [.. placements.Where(p => p.Provider != device.Provider)];

    /// <summary>The error for nodes that did not run where they were to.</summary>
    internal static NablaException Refuse(IReadOnlyList<Placement> strays, Device device) =>
        new($"Device '{device}' does not run the whole graph: {Names(strays)}. Allow it (--allow-fallback), or change the model.");

    internal static string Names(IReadOnlyList<Placement> strays) =>
        $"{string.Join(", ", strays.Take(MostNamed))}{(strays.Count > MostNamed ? $" and {strays.Count - MostNamed} more" : "")}";

    /// <summary><c>TopK 'best' runs on CPUExecutionProvider</c>.</summary>
    public override string ToString() => $"{Op} '{Node}' runs on {Provider}";
}
