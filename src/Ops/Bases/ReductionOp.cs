namespace Nabla.Ops;

/// <summary>What reductions share: axes as an input, all of them if none are given.</summary>
/// <param name="Keepdims">1 to keep reduced dimensions with size 1.</param>
/// <param name="NoopWithEmptyAxes">1 to reduce no dimension, rather than all, where no axes are given.</param>
public abstract record ReductionOp(long Keepdims, long NoopWithEmptyAxes) : Op
{
    /// <inheritdoc/>
    public override bool ComputesWide => true;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        var element = x.Element();
        x.Require(element.IsFloat() || element.IsInteger(), $"does not take element type {element.Text()}; cast it with Cast");
        var shape = x.Shape();
        if (x.Has(1) && x.Ints(1) is null) return [new(element, Unknown(x))];
        var axes = x.AxesOf(x.Ints(1) ?? [], shape.Rank);
        var dims = new List<Dim>();
        for (int i = 0; i < shape.Rank; i++)
        {
            if (!Reduces(axes, i)) dims.Add(shape[i]);
            else if (Keepdims != 0) dims.Add(1);
        }
        return [new(element, [.. dims])];
    }

    // Older ones have the axes as an attribute, and cannot reduce nothing.
    /// <inheritdoc/>
    public override OlderForm? Downgrade(IReadOnlyList<Value?> x)
    {
        long[]? axes = x.Count < 2 || x[1] is null ? [] : x[1]!.KnownTensor?.ToInts();
        if (axes is null || axes.Length == 0 && NoopWithEmptyAxes != 0) return null;
        var (registry, rank) = (x[0]!.Graph.Registry, x[0]!.Shape.Rank);
        if (!registry.TryFind(Schema.Domain, Schema.Name, Schema.Since[0] - 1, out var older)) return null;
        var attributes = new Dictionary<string, object> { ["keepdims"] = Keepdims };
        if (axes.Length > 0) attributes["axes"] = AttributeList.Create<long>([.. axes.Select(a => (long)Axes.Axis(a, rank))]);
        return new(older.Create(attributes), [x[0]]);
    }

    /// <summary>True if dimension <paramref name="i"/> is reduced.</summary>
    private protected bool Reduces(int[] axes, int i) => axes.Length == 0 ? NoopWithEmptyAxes == 0 : axes.Contains(i);

    Shape Unknown(Inference x)
    {
        int rank = x.Shape().Rank;
        if (Keepdims == 0)
        {
            x.Require(x.Shape(1).Rank == 1 && x.Shape(1)[0].IsStatic && !x.Shape(1)[0].Is(0), "how many axes there are must be known; give them as a constant");
            rank -= (int)x.Shape(1)[0].Size;
        }
        return [.. x.Unknowns(rank)];
    }

    /// <summary>A value of the shape of the output, with the reduced dimensions put back at size 1, so that it broadcasts to the input.</summary>
    protected Value Kept(Pullback p, Value y)
    {
        int rank = p.Type().Shape.Rank;
        if (Keepdims != 0 || rank == 0) return y;
        bool none = !p.Has(1) || p.Type(1).Shape is { Rank: 1 } count && count[0].Is(0);
        return !none ? y.Graph.Add("Unsqueeze", y, p.X(1)) : NoopWithEmptyAxes != 0 ? y : y.Unsqueeze([.. Enumerable.Range(0, rank).Select(i => (long)i)]);
    }
}
