namespace Nabla;

/// <summary>An older meaning of an op, told in terms of newer ones; it stands in the op's file. A reader puts the body in its place at once, so a graph that
/// comes from a file holds current ops only. Shape rule, adjoint and kernel follow from the body, as for any op that has one.</summary>
public abstract record Upgrade : Op
{
    /// <summary>The op in terms of newer ones, in <paramref name="graph"/>.</summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="x">The inputs, values of that graph; null where left out.</param>
    /// <returns>One value an output.</returns>
    public abstract override Value[] Body(Graph graph, IReadOnlyList<Value?> x);

    /// <summary>Throws unless <paramref name="holds"/>: for what the older meaning asks and the newer does not.</summary>
    /// <param name="holds">What must be true.</param>
    /// <param name="rule">What must hold and what is there; no full stop.</param>
    /// <exception cref="GraphException">It does not hold.</exception>
    protected void Require(bool holds, string rule)
    {
        if (!holds) throw new GraphException($"{rule}.");
    }
}
