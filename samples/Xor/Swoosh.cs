using Nabla;
using Nabla.Ops;

namespace Xor;

/// <summary>y = x·σ(βx), β learned.</summary>
[Op("Swoosh", 1, Domain = "xor", Signature = "X, beta -> Y"), Learned("beta", 1)]
public sealed record Swoosh() : Op
{
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * (x[0]! * x[1]!).Sigmoid()];
}
