namespace Nabla.Plugins;

/// <summary>What ScatterElements was called up to version 10, and is deprecated since.</summary>
[Op("Scatter", 9, 11, Signature = "data, indices, updates -> output")]
public sealed record Scatter(long Axis = 0) : Upgrade
{
    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x) => [graph.Add(new ScatterElements(Axis), x[0], x[1], x[2])[0]];
}
