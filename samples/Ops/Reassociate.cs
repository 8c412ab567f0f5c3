using Nabla;
using Nabla.Ops;

namespace SampleOps;

/// <summary>(A·B)·v → A·(B·v), where that takes fewer multiplications: with one column in v, n times fewer.</summary>
public sealed class Reassociate : Rewrite, IOpPlugin
{
    public override string Name => "reassociate";

    public override Pattern Pattern { get; } = Pattern.Of("MatMul", Pattern.Of("MatMul", Pattern.Any("A"), Pattern.Any("B")), Pattern.Any("v"));

    public override string? WhyNot(RewriteMatch match)
    {
        if (match.Values.Any(v => v.Value.Shape.Rank != 2)) return "one of the factors is no matrix";
        var (m, k, n, c) = (match["A"].Shape[0].Size, match["A"].Shape[1].Size, match["B"].Shape[1].Size, match["v"].Shape[1].Size);
        long now = m * k * n + m * n * c, then = k * n * c + m * k * c;
        return then < now ? null : $"it takes {now} multiplications as it is and {then} the other way round";
    }

    public override Value Replace(RewriteMatch match, IReadOnlyDictionary<string, Value> x) => x["A"].MatMul(x["B"].MatMul(x["v"]));

    // How a plugin's rule gets into the registry.
    void IOpPlugin.Register(Registry registry) => registry.Add(this);
}
