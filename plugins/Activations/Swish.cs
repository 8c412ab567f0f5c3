using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = x·σ(αx).</summary>
/// <param name="Alpha">How steep the sigmoid is.</param>
[Op("Swish", 24, Signature = "X -> Y")]
public sealed record Swish(float Alpha = 1) : Op
{
    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * (Alpha == 1 ? x[0]! : x[0]! * Alpha).Sigmoid()];
}
