using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = x, but not below min nor above max, where these scalars are given; max everywhere if it is the smaller of the two.</summary>
[Op("Clip", 11, 12, 13, Signature = "input, min?, max? -> output")]
public sealed record Clip() : Op
{
    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var y = x[1] is { } min ? x[0]!.Max(min) : x[0]!;
        return [x[2] is { } max ? y.Min(max) : y];
    }

    /// <inheritdoc/>
    public override OlderForm? Downgrade(IReadOnlyList<Value?> x)
    {
        float? Bound(int input, float none) => x.Count <= input || x[input] is null ? none : x[input]!.KnownTensor is { Element: ElementType.Float32 } known ? known.Span<float>()[0] : null;
        return x[0]!.Element == ElementType.Float32 && Bound(1, float.MinValue) is { } min && Bound(2, float.MaxValue) is { } max ? new(new Clip6(max, min), [x[0]]) : null;
    }

    // The bounds stand for many elements, whose contributions the framework sums.
    /// <inheritdoc/>
    public override bool Broadcasts => true;

    // ȳ belongs to max where it was cut to that, else to min where it was raised to that, else to x: also to an x that lies on a bound.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        var (x, rest, zero) = (p.X(0), p.dY, p.Literal(0));
        Value? min = p.Has(1) ? p.X(1) : null, max = p.Has(2) ? p.X(2) : null, dMin = null, dMax = null;
        if (max is not null)
        {
            var cut = (min is null ? x : x.Max(min)).Greater(max);
            if (p.Wants(2)) dMax = cut.Where(rest, zero);
            rest = cut.Where(zero, rest);
        }
        if (min is not null)
        {
            var raised = x.Less(min);
            if (p.Wants(1)) dMin = raised.Where(rest, zero);
            rest = raised.Where(zero, rest);
        }
        return [rest, dMin, dMax];
    }
}

/// <summary>Before version 11 the bounds were attributes.</summary>
[Op("Clip", 6, Signature = "input -> output")]
public sealed record Clip6(float Max = float.MaxValue, float Min = float.MinValue) : Upgrade
{
    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x) => [graph.Add("Clip", x[0], x[0]!.Literal(Min), x[0]!.Literal(Max))];
}
