using Nabla;
using Nabla.Ops;

namespace SampleOps;

/// <summary>y = x·σ(βx).</summary>
/// <param name="Beta">β.</param>
[Op("Swoosh", 1, Domain = "samples", Signature = "X -> Y")]
public sealed record Swoosh(float Beta = 1) : Op
{
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * (x[0]! * Beta).Sigmoid()];
}
