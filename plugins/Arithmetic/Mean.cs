using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = Σ xᵢ / n over n inputs, element by element, broadcasting.</summary>
[Op("Mean", 8, 13, Signature = "data_0+ -> mean")]
public sealed record Mean() : Op
{
    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x.Aggregate((a, b) => a! + b!)! / x.Count];
}

/// <summary>Before version 8 all inputs had one shape.</summary>
[Op("Mean", 6, Signature = "data_0+ -> mean")]
public sealed record Mean6() : SameShapeUpgrade;
