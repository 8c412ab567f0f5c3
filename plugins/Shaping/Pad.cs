using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Elements put around a tensor: a constant, or what its edge, its reflection or its repetition gives; negative widths cut off.</summary>
/// <param name="Mode"><c>constant</c>, <c>edge</c>, <c>reflect</c> or <c>wrap</c>.</param>
[Op("Pad", 11, 13, 18, 19, 21, 23, 24, 25, Signature = "data, pads, constant_value?, axes? -> output")]
public sealed record Pad(string Mode = "constant") : Op
{
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => Mode == "constant" ? Cut(p) : [Scattered(p)];

    // x̄ = ȳ with the same widths cut off; the constant takes what is left.
    Value?[] Cut(Pullback p)
    {
        var pads = p.X(1) is { Constant: { } known } ? p.Graph.Ints([.. known.ToInts()!.Select(v => -v)]) : 0 - p.X(1);
        var dx = p.Graph.Add(this, p.dY, pads, null, p.Has(3) ? p.X(3) : null)[0];
        return p.Wants(2) ? [dx, null, (p.dY.Sum() - dx.Sum()).Reshape(p.ShapeOf(2))] : [dx];
    }

    // The positions, padded alike, say which element of x each of ȳ is of.
    Value Scattered(Pullback p)
    {
        var g = p.Graph;
        var count = p.CountOf(0, ElementType.Int64);
        var positions = g.Add(new Range(), g.Constant(Tensor.Scalar(0L)), count, g.Constant(Tensor.Scalar(1L)))[0].Reshape(p.ShapeOf(0));
        var padded = g.Add(this, positions, p.X(1), null, p.Has(3) ? p.X(3) : null)[0];
        var zeros = p.Literal(0).Expand(count.Reshape(1));
        return g.Add(new ScatterElements(0, "add"), zeros, padded.Reshape(-1), p.dY.Reshape(-1))[0].Reshape(p.ShapeOf(0));
    }

    /// <inheritdoc/>
    public override int OldestVersion(IReadOnlyList<Value?> x) => Mode == "wrap" ? 19 : x.Count > 3 && x[3] is not null ? 18 : 11;

    // First widths for all axes, then as attributes.
    /// <inheritdoc/>
    public override OlderForm? Downgrade(IReadOnlyList<Value?> x)
    {
        if (Mode == "wrap" || Older.Known(x, 1) is not { } pads || Older.Known(x, 3) is not { } axes) return null;
        if (axes.Length > 0)
        {
            var (rank, all) = (x[0]!.Shape.Rank, new long[2 * x[0]!.Shape.Rank]);
            for (int i = 0; i < axes.Length; i++)
            {
                int axis = Axes.Axis(axes[i], rank);
                (all[axis], all[rank + axis]) = (pads[i], pads[axes.Length + i]);
            }
            return new(this, [x[0], x[0]!.Graph.Ints(all), x[2]]);
        }
        if (x.Count < 3 || x[2] is null) return new(new Pad2(AttributeList.Create<long>(pads), Mode), [x[0]]);
        return x[2]!.KnownTensor is { Element: ElementType.Float32, Count: 1 } value ? new(new Pad2(AttributeList.Create<long>(pads), Mode, value.Span<float>()[0]), [x[0]]) : null;
    }

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.Require(Mode is "constant" or "edge" or "reflect" or "wrap", $"mode '{Mode}' is none of constant, edge, reflect, wrap");
        x.Require(!x.Has(2) || x.Element(2) == x.Element() && x.Shape(2).Count.Is(1), "constant_value must be one element of the data's type");
        var dims = x.Shape().ToArray();
        if (x.Has(3) && x.Ints(3) is null || x.Content(1) is not { } pads) return [new(x.Element(), [.. dims.Select(_ => x.Unknown())])];
        var axes = x.Has(3) ? x.AxesOf(x.Ints(3)!, dims.Length) : [.. Enumerable.Range(0, dims.Length)];
        x.Require(pads.Length == 2 * axes.Length, $"pads must hold {2 * axes.Length} widths: all before, then all behind; there are {pads.Length}");
        for (int i = 0; i < axes.Length; i++)
        {
            var size = dims[axes[i]] + pads[i] + pads[i + axes.Length];
            x.Require(!size.IsStatic || size.Size >= 0, $"dimension {axes[i]} would have size {size}");
            x.Require(Mode == "constant" || !dims[axes[i]].Is(0) || size.Is(0), $"dimension {axes[i]} is empty, so mode '{Mode}' has nothing to put around it; use constant");
            dims[axes[i]] = size;
        }
        return [new(x.Element(), [.. dims])];
    }

    /// <inheritdoc/>
    public override unsafe Kernel? Bind(Binding b)
    {
        var (x, y) = (b.In(), b.Out());
        var before = new long[x.Rank];
        var (pads, axes) = (b.FixedInts(1)!, b.FixedInts(3) ?? [.. Enumerable.Range(0, x.Rank).Select(i => (long)i)]);
        for (int i = 0; i < axes.Length; i++) before[Axes.Axis(axes[i], x.Rank)] = pads[i];
        return Mode == "constant" ? Constant(b, x, y, before) : PadKernel.Bind(Mode, x, y, before);
    }

    static unsafe Kernel? Constant(Binding b, Operand x, Operand y, long[] before)
    {
        var (from, to) = (StridedCopy.Strides(x.Sizes), StridedCopy.Strides(y.Sizes));
        var axes = new StridedAxis[x.Rank];
        nint first = 0, place = 0;
        for (int i = 0; i < axes.Length; i++)
        {
            long cut = Math.Max(0, -before[i]), lead = Math.Max(0, before[i]);
            axes[i] = new((nint)Math.Max(0, Math.Min(x.Sizes[i] - cut, y.Sizes[i] - lead)), from[i], to[i]);
            (first, place) = (first + (nint)cut * from[i], place + (nint)lead * to[i]);
        }
        var inside = StridedCopy.Bind(x.Element, StridedCopy.At(x, first), StridedCopy.At(y, place), axes);
        if (x.Sizes.SequenceEqual(y.Sizes) && before.All(v => v == 0)) return inside;
        var around = b.In(2).IsPresent ? StridedCopy.Bind(y.Element, b.In(2).Pointer, y.Pointer, new StridedAxis((nint)y.Count, 0, 1))
            : Filled.Bind(Tensor.FromBytes(y.Element, new byte[y.Element.Bytes(1)]), y);
        return Sequence.Of(around, inside);
    }
}

/// <summary>Before version 11 widths and constant were attributes.</summary>
[Op("Pad", 2, Signature = "data -> output")]
public sealed record Pad2(AttributeList<long> Pads, string Mode = "constant", float Value = 0) : Upgrade
{
    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x) =>
        [graph.Add(new Pad(Mode), x[0], graph.Ints(Pads.Span), Value == 0 || Mode != "constant" ? null : x[0]!.Literal(Value))[0]];
}
