using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = x·tanh(ln(1 + eˣ)).</summary>
[Op("Mish", 18, 22, Signature = "X -> Y")]
public sealed record Mish() : Op
{
    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * x[0]!.Softplus().Tanh()];
}
