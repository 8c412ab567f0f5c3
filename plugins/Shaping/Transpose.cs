using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Dimensions in another order: dimension i of the result is dimension <paramref name="Perm"/>[i] of x; reversed if none is given.</summary>
[Op("Transpose", 1, 13, 21, 23, 24, 25, Signature = "data -> transposed")]
public sealed record Transpose(AttributeList<long> Perm = default) : Op, ITransposition
{
    /// <inheritdoc/>
    public IReadOnlyList<int> Permutation(int rank) => Perm.Count > 0 ? [.. Perm.Select(i => (int)i)] : [.. Enumerable.Range(0, rank).Reverse()];

    // x̄ = ȳ with the order undone.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        if (Perm.Count == 0) return [p.Graph.Add("Transpose", p.dY)];
        var inverse = new int[Perm.Count];
        for (int i = 0; i < inverse.Length; i++) inverse[Perm[i]] = i;
        return [p.dY.Transpose(inverse)];
    }

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        var shape = x.Shape();
        var perm = Permutation(shape.Rank);
        x.Require(perm.Order().SequenceEqual(Enumerable.Range(0, shape.Rank)), $"perm {Perm} must name each of the {shape.Rank} dimensions once");
        return [new(x.Element(), [.. perm.Select(i => shape[i])])];
    }

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x) => x.Content(0);

    /// <inheritdoc/>
    public override unsafe Kernel? Bind(Binding b)
    {
        var (x, y) = (b.In(), b.Out());
        var perm = Permutation(x.Rank);
        var (from, to) = (StridedCopy.Strides(x.Sizes), StridedCopy.Strides(y.Sizes));
        return StridedCopy.Bind(x.Element, x.Pointer, y.Pointer, perm.Select((axis, i) => new StridedAxis((nint)y.Sizes[i], from[axis], to[i])));
    }
}
