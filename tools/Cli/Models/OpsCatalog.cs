using System.Diagnostics.CodeAnalysis;

namespace Nabla.Cli;

/// <summary>Describes the ops of a registry.</summary>
static class OpsCatalog
{
    public static OpsReport Of(Registry registry) => new(
        [.. registry.Ops
            .OrderBy(o => o.Schema.Domain, StringComparer.Ordinal).ThenBy(o => o.Schema.Name, StringComparer.Ordinal).ThenBy(o => o.Schema.Since[0])
            .Select(Describe)],
        [.. registry.Plugins.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => new PluginEntry(p.Name, p.Failure is null, p.Failure))]);

    static OpReport Describe(RegisteredOp op)
    {
        var s = op.Schema;
        var adjoint = Overrides(s, nameof(Op.Adjoint)) ? "own" : s.HasBody ? "body" : Overrides(s, nameof(Op.HasZeroDerivative)) ? "zero" : "none";
        var kernel = Overrides(s, nameof(Op.Bind)) ? "own" : s.HasBody ? "body" : s.HasKernel ? "view" : "none";
        return new(s.Domain.Length == 0 ? "ai.onnx" : s.Domain, s.Name, s.Since, op.Plugin, adjoint, kernel);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The tool is never trimmed: it loads plugins.")]
    static bool Overrides(OpSchema op, string method) => op.OpType.GetMethod(method) is { } m && m.DeclaringType != typeof(Op);
}
