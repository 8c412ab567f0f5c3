using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>A tensor cut along an axis: into parts of given sizes, or into <paramref name="NumOutputs"/> parts of which the last may be smaller.</summary>
[Op("Split", 13, 18, Signature = "input, split? -> outputs+")]
public sealed record Split(long Axis = 0, long? NumOutputs = null) : Op
{
    // x̄ = the parts of ȳ joined again, zeros for parts that matter to nothing.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        var parts = p.dYs.Select((dy, k) => dy ?? p.Literal(0).Expand(ShapeOf(p, k)));
        return [p.Graph.Add(new Concat(Axis), [.. parts])[0]];
    }

    static Value ShapeOf(Pullback p, int k) =>
        p.Node.Outputs[k].Shape is { IsStatic: true } known ? p.Graph.Ints(known.ToSizes()) : p.Y(k).ShapeOf();

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        var shape = x.Shape();
        int axis = x.Axis(Axis, shape.Rank);
        return [.. Sizes(x, shape[axis]).Select(size => new TensorType(x.Element(), [.. shape.Select((d, i) => i == axis ? size : d)]))];
    }

    Dim[] Sizes(Inference x, Dim whole)
    {
        if (x.Content(1) is { } given)
        {
            Dim sum = given.Aggregate(new Dim(0), (a, b) => a + b);
            x.Require(sum == whole || !sum.IsStatic || !whole.IsStatic, $"the parts [{string.Join(',', given)}] must add up to {whole}");
            return given;
        }
        if (x.Has(1))
        {
            x.Require(x.Shape(1) is { Rank: 1 } rank && rank[0].IsStatic, "how many parts there are must be known; give their sizes as a constant");
            return [.. Enumerable.Range(0, (int)x.Shape(1)[0].Size).Select(_ => x.Unknown())];
        }
        x.Require(NumOutputs is > 0, "needs the sizes of the parts as an input, or num_outputs");
        long n = NumOutputs!.Value;
        if (whole.TryDivide(n, out var part)) return [.. Enumerable.Repeat(part, (int)n)];
        if (!whole.IsStatic) return [.. Enumerable.Range(0, (int)n).Select(_ => x.Unknown())];
        long size = (whole.Size + n - 1) / n, last = whole.Size - (n - 1) * size;
        x.Require(last >= 0, $"{whole} cannot be cut into {n} parts of {size}");
        return [.. Enumerable.Repeat<Dim>(size, (int)n - 1), last];
    }

    /// <inheritdoc/>
    public override unsafe Kernel? Bind(Binding b)
    {
        var x = b.In();
        int axis = Axes.Axis(Axis, x.Rank);
        var (outer, size, inner) = Axes.Around(x.Sizes, axis);
        var copies = new List<Kernel?>();
        var parts = b.FixedInts(1);
        nint done = 0;
        for (int k = 0; k < b.OutputCount; k++)
        {
            nint length = parts is null ? Math.Min((size + b.OutputCount - 1) / b.OutputCount, size - done) : (nint)parts[k], run = length * inner;
            if (b.Out(k).IsPresent)
                copies.Add(StridedCopy.Bind(x.Element, StridedCopy.At(x, done * inner), b.Out(k).Pointer, new StridedAxis(outer, size * inner, run), new StridedAxis(run, 1, 1)));
            done += length;
        }
        return Sequence.Of(copies);
    }
}
