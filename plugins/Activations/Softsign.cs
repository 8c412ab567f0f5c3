using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = x / (1 + |x|).</summary>
[Op("Softsign", 1, 22, Signature = "X -> Y")]
public sealed record Softsign() : Op
{
    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! / (1 + x[0]!.Abs())];
}
