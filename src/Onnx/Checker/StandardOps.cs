namespace Nabla.Onnx;

/// <summary>What ONNX's operator sets name, with every version: an op that no plugin provides may still be one. A list, not code.</summary>
static class StandardOps
{
    // A line an op: its name, then its versions; ! marks one that takes the op away.
    static readonly Lazy<Dictionary<string, (int Since, bool IsGone)[]>> Versions = new(() =>
    {
        using var stream = typeof(StandardOps).Assembly.GetManifestResourceStream("StandardOps.txt")!;
        using var text = new StreamReader(stream);
        return text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
            .ToDictionary(l => l[0], l => l[1..].Select(v => (int.Parse(v.TrimStart('!'), System.Globalization.CultureInfo.InvariantCulture), v[0] == '!')).ToArray(), StringComparer.Ordinal);
    });

    /// <summary>True if the version of the operator set has the op.</summary>
    public static bool Has(string domain, string name, long opset) => Newest(domain, name, opset) is { IsGone: false };

    /// <summary>The version that took the op away, if the one of the operator set has it no more.</summary>
    public static int? Gone(string domain, string name, long opset) => Newest(domain, name, opset) is { IsGone: true } gone ? gone.Since : null;

    static (int Since, bool IsGone)? Newest(string domain, string name, long opset) =>
        Versions.Value.TryGetValue(Domains.Title(domain, name), out var versions) && versions.LastOrDefault(v => v.Since <= opset) is { Since: > 0 } newest ? newest : null;
}
