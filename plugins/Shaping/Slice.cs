using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>From <c>starts</c> to <c>ends</c> in <c>steps</c> along <c>axes</c>, as NumPy slices: negative counts from the end, what is outside is cut off.</summary>
[Op("Slice", 10, 11, 13, Signature = "data, starts, ends, axes?, steps? -> output")]
public sealed record Slice() : Op
{
    // Beyond this a bound means "to the end".
    const long Far = int.MaxValue;

    // x̄ = ȳ where the slice was taken, zero elsewhere: padded if it has no gaps, else scattered.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [Padded(p) ?? Scattered(p)];

    /// <inheritdoc/>
    public override OlderForm? Downgrade(IReadOnlyList<Value?> x) =>
        Older.Known(x, 1) is { } starts && Older.Known(x, 2) is { } ends && Older.Known(x, 3) is { } axes && Older.Known(x, 4)?.All(s => s == 1) == true
            ? new(new Slice1(AttributeList.Create<long>(ends), AttributeList.Create<long>(starts), Older.Axes(axes, x[0]!.Shape.Rank)), [x[0]]) : null;

    static Value? Padded(Pullback p)
    {
        var (x, y) = (p.Type().Shape, p.Node.Outputs[0].Shape);
        var axes = AxesOf(Known(p, 3), Known(p, 1), x.Rank);
        if (axes is null || Known(p, 1) is not { } starts || p.Has(4) && Known(p, 4)?.All(s => s.Is(1)) != true) return null;
        var (before, behind) = (new long[x.Rank], new long[x.Rank]);
        for (int i = 0; i < axes.Length; i++)
        {
            if (!starts[i].IsStatic) return null;
            var (start, size) = (starts[i].Size, x[axes[i]]);
            if (!size.IsStatic && start < 0) return null;
            before[axes[i]] = !size.IsStatic ? start : Math.Clamp(start < 0 ? start + size.Size : start, 0, size.Size);
        }
        bool known = true;
        for (int i = 0; i < behind.Length; i++)
        {
            var rest = axes.Contains(i) ? x[i] - y[i] - before[i] : 0;
            if (rest.IsStatic) behind[i] = rest.Size;
            else known = false;
        }
        var lead = p.Graph.Ints(before);
        var pads = known ? p.Graph.Ints([.. before, .. behind])
            : lead.AddWith("Concat", [("axis", 0L)], p.ShapeOf(0) - p.dY.ShapeOf() - lead);
        return p.Graph.Add(new Pad(), p.dY, pads)[0];
    }

    // The same slice of all positions says where each element of ȳ goes.
    Value Scattered(Pullback p)
    {
        var g = p.Graph;
        var count = p.CountOf(0, ElementType.Int64);
        var positions = g.Add(new Range(), g.Constant(Tensor.Scalar(0L)), count, g.Constant(Tensor.Scalar(1L)))[0].Reshape(p.ShapeOf(0));
        var taken = g.Add(this, positions, p.X(1), p.X(2), p.Has(3) ? p.X(3) : null, p.Has(4) ? p.X(4) : null)[0];
        var zeros = p.Literal(0).Expand(count.Reshape(1));
        return g.Add(new ScatterElements(), zeros, taken.Reshape(-1), p.dY.Reshape(-1))[0].Reshape(p.ShapeOf(0));
    }

    static Dim[]? Known(Pullback p, int input) => p.Has(input) ? p.Node.Inputs[input]!.Content : null;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        var dims = x.Shape().ToArray();
        var (starts, ends) = (x.Content(1), x.Content(2));
        var axes = x.Has(3) && x.Ints(3) is null ? null : AxesOf(x.Content(3), starts ?? ends, dims.Length);
        if (axes is null) return [new(x.Element(), [.. dims.Select(_ => x.Unknown())])];
        x.Require(axes.All(a => a >= 0 && a < dims.Length), "an axis is outside the rank of the data");
        x.Require((starts?.Length ?? axes.Length) == axes.Length && (ends?.Length ?? axes.Length) == axes.Length, "starts, ends and axes must be equally many");
        var steps = x.Has(4) ? x.Ints(4) : [.. axes.Select(_ => 1L)];
        x.Require(steps is null || steps.Length == axes.Length && !steps.Contains(0), "there must be as many steps as axes, none of them 0");
        for (int i = 0; i < axes.Length; i++)
            dims[axes[i]] = starts is not null && ends is not null && steps is not null && Length(dims[axes[i]], starts[i], ends[i], steps[i]) is { } length ? length : x.Unknown();
        return [new(x.Element(), [.. dims])];
    }

    static int[]? AxesOf(Dim[]? axes, Dim[]? starts, int rank) =>
        axes is not null ? axes.All(a => a.IsStatic) ? [.. axes.Select(a => Axes.Axis(a.Size, rank))] : null
        : starts is null ? null : [.. Enumerable.Range(0, starts.Length)];

    // Null where it depends on the size that a symbol will have.
    static Dim? Length(Dim size, Dim start, Dim end, long step)
    {
        if (size.IsStatic && start.IsStatic && end.IsStatic) return Bounds(size.Size, start.Size, end.Size, step).Count;
        if (step == -1 && (start.Is(-1) || start.IsStatic && start.Size >= Far) && end.IsStatic && end.Size <= -Far) return size;
        if (step != 1) return null;
        var first = start.IsStatic && start.Size < 0 ? size + start : start;
        var last = end == size || end.IsStatic && end.Size >= Far ? size : !end.IsStatic ? end : end.Size < 0 ? size + end : default(Dim?);
        return last - first is { } length && (!length.IsStatic || length.Size >= 0) ? length : default(Dim?);
    }

    static (long First, long Count) Bounds(long size, long start, long end, long step)
    {
        if (size == 0) return (0, 0);
        if (start < 0) start += size;
        if (end < 0) end += size;
        if (step > 0)
        {
            (start, end) = (Math.Clamp(start, 0, size), Math.Clamp(end, 0, size));
            return (start, end > start ? (end - start - 1) / step + 1 : 0);
        }
        (start, end) = (Math.Clamp(start, 0, size - 1), Math.Clamp(end, -1, size - 1));
        return (start, start > end ? (start - end - 1) / -step + 1 : 0);
    }

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x)
    {
        if (x.Content(0) is not { } all || x.Ints(1) is not [var start] || x.Ints(2) is not [var end] || x.Has(4) && x.Ints(4) is null) return null;
        long step = x.Ints(4) is [var given] ? given : 1;
        var (first, count) = Bounds(all.Length, start, end, step);
        return [.. Enumerable.Range(0, (int)count).Select(i => all[first + i * step])];
    }

    /// <inheritdoc/>
    public override unsafe Kernel? Bind(Binding b)
    {
        var (x, y) = (b.In(), b.Out());
        var (starts, ends, steps) = (b.FixedInts(1)!, b.FixedInts(2)!, b.FixedInts(4));
        int[] axes = [.. (b.FixedInts(3) ?? [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)]).Select(a => Axes.Axis(a, x.Rank))];
        var (from, to) = (StridedCopy.Strides(x.Sizes), StridedCopy.Strides(y.Sizes));
        nint first = 0;
        for (int i = 0; i < axes.Length; i++)
        {
            first += (nint)Bounds(x.Sizes[axes[i]], starts[i], ends[i], steps?[i] ?? 1).First * from[axes[i]];
            from[axes[i]] *= (nint)(steps?[i] ?? 1);
        }
        return StridedCopy.Bind(x.Element, StridedCopy.At(x, first), y.Pointer, from.Select((step, i) => new StridedAxis((nint)b.Out().Sizes[i], step, to[i])));
    }
}

/// <summary>Before version 10 starts, ends and axes were attributes, and every step was 1.</summary>
[Op("Slice", 1, Signature = "data -> output")]
public sealed record Slice1(AttributeList<long> Ends, AttributeList<long> Starts, AttributeList<long> Axes = default) : Upgrade
{
    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x) =>
        [graph.Add("Slice", x[0], graph.Ints(Starts.Span), graph.Ints(Ends.Span), Axes.Count == 0 ? null : graph.Ints(Axes.Span))];
}
