using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The tensor repeated: so many times along each dimension as <c>repeats</c> says.</summary>
[Op("Tile", 6, 13, Signature = "input, repeats -> output")]
public sealed record Tile() : Op
{
    // x̄ = Σ ȳ over the repetitions: each dimension is seen as [repeats, size] and the first of the two summed.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        int rank = p.Type().Shape.Rank;
        if (rank == 0) return [p.dY];
        var both = p.X(1).AddWith("Concat", [("axis", 0L)], p.ShapeOf(0));
        var pairs = p.Graph.Add(new Gather(), both, p.Graph.Ints([.. Enumerable.Range(0, 2 * rank).Select(i => (long)(i / 2 + i % 2 * rank))]))[0];
        return [p.dY.Reshape(pairs).Sum([.. Enumerable.Range(0, rank).Select(i => 2L * i)])];
    }

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        if (x.Content(1) is not { } repeats) return [new(x.Element(), [.. x.Shape().Select(_ => x.Unknown())])];
        x.Require(repeats.Length == x.Shape().Rank, $"repeats must hold {x.Shape().Rank} numbers, one a dimension; there are {repeats.Length}");
        return [new(x.Element(), [.. x.Shape().Select((d, i) => d * repeats[i])])];
    }

    /// <inheritdoc/>
    public override unsafe Kernel? Bind(Binding b)
    {
        var (x, y) = (b.In(), b.Out());
        var (from, to) = (StridedCopy.Strides(x.Sizes), StridedCopy.Strides(y.Sizes));
        var axes = new List<StridedAxis>();
        for (int i = 0; i < x.Rank && y.Count > 0; i++)
        {
            axes.Add(new((nint)(y.Sizes[i] / x.Sizes[i]), 0, to[i] * (nint)x.Sizes[i]));
            axes.Add(new((nint)x.Sizes[i], from[i], to[i]));
        }
        return y.Count == 0 ? new Sequence() : StridedCopy.Bind(x.Element, x.Pointer, y.Pointer, axes);
    }
}
