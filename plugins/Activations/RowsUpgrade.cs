using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>A function of rows that sees its input as a matrix: the dimensions before an axis are its rows, the others its columns.</summary>
/// <param name="Axis">The first dimension of a row; negative from the end.</param>
public abstract record RowsUpgrade(long Axis) : Upgrade
{
    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var (data, rank) = (x[0]!, x[0]!.Shape.Rank);
        Require(Axis >= -rank && Axis < rank, $"axis {Axis} is outside [{-rank}, {rank})");
        if (Axes.Axis(Axis, rank) == rank - 1) return [graph.Add(Schema.Name, data)];
        return [graph.Add(Schema.Name, data.AddWith("Flatten", [("axis", Axis)])).Reshape(data.ShapeOf())];
    }
}
