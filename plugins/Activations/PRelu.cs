using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = x where x ≥ 0, else slope·x; the slope broadcasts to x.</summary>
[Op("PRelu", 7, 9, 16, Signature = "X, slope -> Y"), Learned("slope", 0.25f)]
public sealed record PRelu() : Elementwise2<PRelu.Map>
{
    /// <summary>x or slope·x.</summary>
    public readonly struct Map : IMap2
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x, L slope) where L : struct, ILane<L> => L.Select(L.Less(x, L.Zero), slope * x, x);
    }

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        var y = base.Infer(x);
        x.Require(y[0].Shape.Rank == x.Shape(0).Rank, "the slope must broadcast to the shape of X, not X to that of the slope");
        return y;
    }

    // x̄ = ȳ where x > 0, else slope·ȳ; the slope gets ȳ·x where x < 0, else 0.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) =>
    [
        p.Wants(0) ? p.X(0).Greater(0).Where(p.dY, p.dY * p.X(1)) : null,
        p.Wants(1) ? p.X(0).Less(0).Where(p.dY * p.X(0), p.Literal(0)) : null,
    ];
}

/// <summary>Before version 7 the slope was one number, or one for each channel.</summary>
[Op("PRelu", 6, Signature = "X, slope -> Y")]
public sealed record PRelu6() : Upgrade
{
    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var (slope, rank) = (x[1]!, x[0]!.Shape.Rank);
        bool perChannel = slope.Shape.Rank == 1 && rank > 2 && !slope.Shape.Count.Is(1);
        return [graph.Add("PRelu", x[0], perChannel ? slope.Unsqueeze([.. Enumerable.Range(1, rank - 2).Select(i => (long)i)]) : slope)];
    }
}
