using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The same elements with a dimension of size 1 put in at each of the axes.</summary>
[Op("Unsqueeze", 13, 21, 23, 24, 25, Signature = "data, axes -> expanded")]
public sealed record Unsqueeze() : Op
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
        if (x.Ints(1) is not { } given)
        {
            x.Require(x.Shape(1) is { Rank: 1 } count && count[0].IsStatic, "how many axes there are must be known; give them as a constant");
            return [new(x.Element(), [.. x.Unknowns(shape.Rank + x.Shape(1)[0].Size)])];
        }
        int rank = shape.Rank + given.Length, next = 0;
        var axes = x.AxesOf(given, rank);
        return [new(x.Element(), [.. Enumerable.Range(0, rank).Select(i => axes.Contains(i) ? 1 : shape[next++])])];
    }

    /// <inheritdoc/>
    public override OlderForm? Downgrade(IReadOnlyList<Value?> x) =>
        x[1]!.KnownTensor?.ToInts() is { } axes ? new(new Unsqueeze11(Older.Axes(axes, x[0]!.Shape.Rank + axes.Length)), [x[0]]) : null;

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x) => x.Shape().Rank == 0 && x.Shape(1) is { Rank: 1 } count && count[0].Is(1) ? x.Content(0) : null;
}

/// <summary>Before version 13 the axes were an attribute.</summary>
[Op("Unsqueeze", 1, 11, Signature = "data -> expanded")]
public sealed record Unsqueeze11(AttributeList<long> Axes) : Upgrade
{
    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]!.Unsqueeze(Axes.Span)];
}
