using System.Diagnostics.CodeAnalysis;

namespace Nabla.Cli;

/// <summary>Describes the ops of a registry.</summary>
static class OpsCatalog
{
    public static OpsReport Of(Registry registry) => new(
        [.. registry.Ops.GroupBy(o => (o.Schema.Domain, o.Schema.Name))
            .OrderBy(g => g.Key.Domain, StringComparer.Ordinal).ThenBy(g => g.Key.Name, StringComparer.Ordinal)
            .SelectMany(g => Rows([.. g.OrderBy(o => o.Schema.Since[0])]))],
        [.. registry.Plugins.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => new PluginEntry(p.Name, p.Failure is null, p.Failure))]);

    // Older meanings are versions of the next newer one; of an op that has only those, of the newest of them.
    static IEnumerable<OpReport> Rows(RegisteredOp[] meanings)
    {
        var older = new List<int>();
        for (int i = 0; i < meanings.Length; i++)
        {
            if (meanings[i].Schema.IsUpgrade) older.AddRange(meanings[i].Schema.Since);
            if (meanings[i].Schema.IsUpgrade && i < meanings.Length - 1) continue;
            yield return Describe(meanings[i], older);
            older = [];
        }
    }

    static OpReport Describe(RegisteredOp op, List<int> older)
    {
        var s = op.Schema;
        var adjoint = Overrides(s, nameof(Op.Adjoint)) ? "own" : s.HasBody ? "body" : Overrides(s, nameof(Op.HasZeroDerivative)) ? "zero" : "none";
        var kernel = Overrides(s, nameof(Op.Bind)) ? "own" : s.HasBody ? "body" : s.HasKernel ? "view" : "none";
        return new(s.Domain.Length == 0 ? "ai.onnx" : s.Domain, s.Name, [.. older.Concat(s.Since).Distinct()], older, op.Plugin, adjoint, kernel);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The tool is never trimmed: it loads plugins.")]
    static bool Overrides(OpSchema op, string method) => op.OpType.GetMethod(method) is { } m && m.DeclaringType != typeof(Op);
}
