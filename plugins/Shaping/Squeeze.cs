using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The same elements without the dimensions of size 1 at the axes, or without all of them if no axes are given.</summary>
[Op("Squeeze", 13, 21, 23, 24, 25, Signature = "data, axes? -> squeezed")]
public sealed record Squeeze() : Op
{
    /// <inheritdoc/>
    public override bool IsView => true;

    // x̄ = ȳ in the shape of x.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY.Reshape(p.ShapeOf(0))];

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        var shape = x.Shape();
        if (!x.Has(1)) return [new(x.Element(), [.. shape.Where(d => !d.Is(1))])];
        if (x.Ints(1) is not { } given)
        {
            x.Require(x.Shape(1) is { Rank: 1 } count && count[0].IsStatic, "how many axes there are must be known; give them as a constant");
            return [new(x.Element(), [.. x.Unknowns(shape.Rank - x.Shape(1)[0].Size)])];
        }
        var axes = x.AxesOf(given, shape.Rank);
        foreach (int axis in axes)
            x.Require(!shape[axis].IsStatic || shape[axis].Is(1), $"dimension {axis} has size {shape[axis]}; only one of size 1 can be left out");
        return [new(x.Element(), [.. shape.Where((_, i) => !axes.Contains(i))])];
    }

    /// <inheritdoc/>
    public override OlderForm? Downgrade(IReadOnlyList<Value?> x) =>
        x.Count < 2 || x[1] is null ? new(new Squeeze11(), [x[0]]) : x[1]!.KnownTensor?.ToInts() is { } axes ? new(new Squeeze11(Older.Axes(axes, x[0]!.Shape.Rank)), [x[0]]) : null;

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x) => x.Content(0);
}

/// <summary>Before version 13 the axes were an attribute.</summary>
[Op("Squeeze", 1, 11, Signature = "data -> squeezed")]
public sealed record Squeeze11(AttributeList<long> Axes = default) : Upgrade
{
    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x) => [graph.Add("Squeeze", x[0], Axes.Count == 0 ? null : graph.Ints(Axes.Span))];
}
