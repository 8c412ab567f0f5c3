using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>An op of two inputs of one shape, or of which the second is a run of the dimensions of the first, or one element.</summary>
/// <param name="Axis">Where in the first input that run starts; by default it ends where the first input ends.</param>
/// <param name="Broadcast">1 if the shapes may differ.</param>
public abstract record BroadcastUpgrade(long? Axis, long Broadcast) : Upgrade
{
    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var (a, b) = (x[0]!, x[1]!);
        if (Broadcast != 0 && Axis is { } axis && !b.Shape.Count.Is(1)) b = Aligned(b, axis, a.Shape.Rank);
        Require(Nabla.Shape.TryBroadcast(a.Shape, b.Shape, out var y) && y.Rank == a.Shape.Rank && (Broadcast != 0 || a.Shape.Rank == b.Shape.Rank)
            && Enumerable.Range(0, y.Rank).All(i => Fits(a.Shape, b.Shape, i)), Broadcast == 0
            ? $"{a.Shape} and {b.Shape} must be one shape; with broadcast = 1 the second may be a part of the first"
            : $"{x[1]!.Shape} is no run of dimensions of {a.Shape}{(Axis is null ? " at its end" : $" from axis {Axis} on")}");
        return [graph.Add(Schema.Name, a, b)];
    }

    // Dimensions of size 1 behind it bring it to its place.
    Value Aligned(Value b, long axis, int rank)
    {
        int behind = rank - (int)Axes.Axis(axis, rank) - b.Shape.Rank;
        Require(axis >= -rank && axis < rank && behind >= 0, $"{b.Shape} does not fit from axis {axis} on: there are {rank} dimensions");
        return behind == 0 ? b : b.Unsqueeze([.. Enumerable.Range(b.Shape.Rank, behind).Select(i => (long)i)]);
    }

    // The first input is never spread, the second only where that is allowed.
    bool Fits(Nabla.Shape a, Nabla.Shape b, int i)
    {
        int at = i - (a.Rank - b.Rank);
        return at < 0 || !a[i].IsStatic || !b[at].IsStatic || a[i] == b[at] || Broadcast != 0 && b[at].Is(1);
    }
}
