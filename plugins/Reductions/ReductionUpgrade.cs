using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>A reduction whose axes are an attribute.</summary>
/// <param name="Axes">The dimensions that are reduced; all if none are given.</param>
/// <param name="Keepdims">1 to keep reduced dimensions with size 1.</param>
public abstract record ReductionUpgrade(AttributeList<long> Axes, long Keepdims) : Upgrade
{
    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x) =>
        [x[0]!.AddWith(Schema.Name, [("keepdims", Keepdims)], Axes.Count == 0 ? null : graph.Ints(Axes.Span))];
}
