using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Guide;

/// <summary>y = x·σ(βx), with an adjoint rule that forgets a β.</summary>
[Op("Swish", 1, Domain = "guide")]
public sealed record Swish(float Beta = 1) : Op
{
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * (x[0]! * Beta).Sigmoid()];

    // x̄ = ȳ·(σ + x·σ·(1 − σ)), where β·x stands before σ·(1 − σ)
    public override Value?[] Adjoint(Pullback p)
    {
        var s = (p.X() * Beta).Sigmoid();
        return [p.dY * (s + p.X() * s * (1 - s))];
    }
}

/// <summary>What the op is checked with: attributes, shapes, ranges.</summary>
public sealed class SwishSamples : IOpSamples
{
    public IEnumerable<OpSample> Samples =>
    [
        new("Swish", new Swish(), InputSpec.Float(5, 9)),
        new("Swish, steep", new Swish(Beta: 4), InputSpec.Float(33).In(-1, 1)),
    ];
}

static class CheckingARule
{
    public static void Run()
    {
        var ops = PluginFolder.LoadDefault().Add<Swish>();
        foreach (var row in new SwishSamples().Samples)
        {
            var report = new GradientCheck().Check(ops, row);
            Console.WriteLine($"{row.Name}: {report.Verdict}, {report.Findings.Single(f => f.Aspect == Aspect.Reverse).Verdict} in reverse mode");
        }
    }
}
