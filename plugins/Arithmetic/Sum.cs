using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = Σ xᵢ over any number of inputs, element by element, broadcasting.</summary>
[Op("Sum", 8, 13, Signature = "data_0+ -> sum")]
public sealed record Sum() : Op
{
    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x.Aggregate((a, b) => a! + b!)!];
}

/// <summary>Before version 8 all inputs had one shape.</summary>
[Op("Sum", 6, Signature = "data_0+ -> sum")]
public sealed record Sum6() : SameShapeUpgrade;
