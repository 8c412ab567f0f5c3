using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = x, but not below min nor above max, where these scalars are given.</summary>
[Op("Clip", 11, 12, 13, Signature = "input, min?, max? -> output")]
public sealed record Clip() : Op
{
    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var y = x[1] is { } min ? x[0]!.Max(min) : x[0]!;
        return [x[2] is { } max ? y.Min(max) : y];
    }

    // x̄ = ȳ where x lies within the bounds, which are constants of the model.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        if (p.Wants(1) || p.Wants(2)) throw p.Missing("Clip has no adjoint rule for its bounds");
        var dx = p.dY;
        if (p.Has(1)) dx = p.X(0).GreaterOrEqual(p.X(1)).Where(dx, p.Literal(0));
        if (p.Has(2)) dx = p.X(0).LessOrEqual(p.X(2)).Where(dx, p.Literal(0));
        return [dx];
    }
}

/// <summary>Before version 11 the bounds were attributes.</summary>
[Op("Clip", 6, Signature = "input -> output")]
public sealed record Clip6(float Max = float.MaxValue, float Min = float.MinValue) : Upgrade
{
    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x) => [graph.Add("Clip", x[0], x[0]!.Literal(Min), x[0]!.Literal(Max))];
}
