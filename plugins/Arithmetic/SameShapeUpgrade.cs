namespace Nabla.Plugins;

/// <summary>An op of any number of inputs, all of one shape.</summary>
public abstract record SameShapeUpgrade : Upgrade
{
    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x)
    {
        foreach (var input in x) Require(Fits(x[0]!.Shape, input!.Shape), $"all inputs must have one shape; there are {x[0]!.Shape} and {input.Shape}");
        return [graph.Add(Schema.Name, [.. x])];
    }

    static bool Fits(Shape a, Shape b) => a.Rank == b.Rank && a.Zip(b).All(d => !d.First.IsStatic || !d.Second.IsStatic || d.First == d.Second);
}
