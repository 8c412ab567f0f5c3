using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>A tensor cut along an axis: into parts of given sizes, or into <paramref name="NumOutputs"/> parts of which the last may be smaller.</summary>
[Op("Split", 13, 18, Signature = "input, split? -> outputs+")]
public sealed record Split(long Axis = 0, long? NumOutputs = null) : Op
{
    // The node names each; nobody names more.
    const int MaxParts = 100_000;

    // x̄ = the parts of ȳ joined again, zeros for parts that matter to nothing.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        var parts = p.dYs.Select((dy, k) => dy ?? p.Literal(0).Expand(ShapeOf(p, k)));
        return [p.Graph.Add(new Concat(Axis), [.. parts])[0]];
    }

    static Value ShapeOf(Pullback p, int k) =>
        p.Node.Outputs[k].Shape is { IsStatic: true } known ? p.Graph.Ints(known.ToSizes()) : p.Y(k).ShapeOf();

    // For files that cannot hold num_outputs.
    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) =>
        NumOutputs is { } n && Equal(x[0]!.Shape[Axes.Axis(Axis, x[0]!.Shape.Rank)], n) is { } parts && parts.All(d => d.IsStatic)
            ? [.. graph.Add(new Split(Axis), x[0], graph.Ints([.. parts.Select(d => d.Size)]))] : null;

    // Before version 18, without sizes, only the node says how many parts there are.
    /// <inheritdoc/>
    public override Op ForOutputs(int outputs, IReadOnlyList<Value?> x) =>
        NumOutputs is null && (x.Count < 2 || x[1] is null) ? this with { NumOutputs = outputs } : this;

    /// <inheritdoc/>
    public override int OldestVersion(IReadOnlyList<Value?> x) => NumOutputs is null ? 13 : 18;

    /// <inheritdoc/>
    public override OlderForm? Downgrade(IReadOnlyList<Value?> x)
    {
        if (NumOutputs is null) return Older.Known(x, 1) is { Length: > 0 } sizes ? new(new Split11(Older.Axes([Axis], x[0]!.Shape.Rank)[0], AttributeList.Create<long>(sizes)), [x[0]]) : null;
        // As equal parts alone, whatever the size.
        return x[0]!.Shape[Axes.Axis(Axis, x[0]!.Shape.Rank)].TryDivide(NumOutputs.Value, out _)
            ? new(new Split11(Older.Axes([Axis], x[0]!.Shape.Rank)[0]) { Parts = (int)NumOutputs.Value }, [x[0]]) : null;
    }

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
            return x.Unknowns(x.Shape(1)[0].Size);
        }
        x.Require(NumOutputs is > 0 and <= MaxParts, $"needs the sizes of the parts as an input, or num_outputs from 1 to {MaxParts}");
        long n = NumOutputs!.Value;
        if (Equal(whole, n) is not { } parts) return x.Unknowns(n);
        x.Require(!parts[^1].IsStatic || parts[^1].Size >= 0, $"{whole} cannot be cut into {n} parts of {parts[0]}");
        return parts;
    }

    // Null where it depends on the size that a symbol will have.
    static Dim[]? Equal(Dim whole, long n)
    {
        if (whole.TryDivide(n, out var part)) return [.. Enumerable.Repeat(part, (int)n)];
        if (!whole.IsStatic) return null;
        long size = (whole.Size + n - 1) / n;
        return [.. Enumerable.Repeat<Dim>(size, (int)n - 1), whole.Size - (n - 1) * size];
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

/// <summary>Before version 13 the sizes of the parts were an attribute; without it, all parts are equal.</summary>
[Op("Split", 2, 11, Signature = "input -> outputs+")]
public sealed record Split11(long Axis = 0, AttributeList<long> Split = default) : Upgrade
{
    /// <summary>The number of parts, where their sizes are not given.</summary>
    public int Parts { get; init; }

    /// <inheritdoc/>
    public override Op ForOutputs(int outputs, IReadOnlyList<Value?> x) => this with { Parts = outputs };

    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x)
    {
        if (Split.Count > 0) return [.. graph.Add(new Split(Axis), x[0], graph.Ints(Split.Span))];
        Require(Parts > 0, "how many parts there are is known only where a node names them");
        var y = graph.Add(new Split(Axis, Parts), x[0]);
        Require(y[^1].Shape == y[0].Shape || !x[0]!.Shape.IsStatic, $"{x[0]!.Type} cannot be cut into {Parts} equal parts along axis {Axis}");
        return [.. y];
    }
}
