using Google.Protobuf.Collections;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Rules of operator set imports.</summary>
static class OpsetRules
{
    public static Dictionary<string, long> Versions(RepeatedField<OperatorSetIdProto> imports)
    {
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var import in imports) versions[import.Domain] = import.Version;
        return versions;
    }

    public static void Check(CheckContext c, RepeatedField<OperatorSetIdProto> imports, string owner)
    {
        foreach (var import in imports)
        {
            c.Require(import.HasVersion && import.Version is >= 1 and <= int.MaxValue,
                $"{owner} imports version {import.Version} of operator set '{import.Domain}'; versions are 1 or more and fit 32 bits");
            if (Domains.Canonical(import.Domain).Length == 0 && import.Version is > IrVersions.NewestOpset and <= int.MaxValue)
                c.Warn($"{owner} imports opset {import.Version}; the newest that is known is {IrVersions.NewestOpset}");
        }
        foreach (var domain in imports.GroupBy(i => i.Domain).Where(g => g.Count() > 1))
            c.Warn($"{owner} imports operator set '{domain.Key}' more than once; the last version counts");
    }

    /// <summary>The version that a node's domain is imported at, or null. Only the empty domain has a second name, not the other way round.</summary>
    public static long? Find(IReadOnlyDictionary<string, long> opsets, string domain) =>
        opsets.TryGetValue(domain, out long version) || domain.Length == 0 && opsets.TryGetValue("ai.onnx", out version) ? version : null;
}
