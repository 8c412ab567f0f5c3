using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = αx + β, but not below 0 nor above 1.</summary>
/// <param name="Alpha">The slope.</param>
/// <param name="Beta">The value at 0.</param>
[Op("HardSigmoid", 6, 22, Signature = "X -> Y")]
public sealed record HardSigmoid(float Alpha = 0.2f, float Beta = 0.5f) : Elementwise3<HardSigmoid.Map>
{
    /// <summary>αx + β within [0, 1]; NaN stays NaN.</summary>
    public readonly struct Map : IMap3
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x, L alpha, L beta) where L : struct, ILane<L> => L.Max(L.Min(alpha * x + beta, L.One), L.Zero);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Constants => [Alpha, Beta];

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = α·ȳ where 0 < y < 1, else 0.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.Graph.Add("And", p.Y().Greater(0), p.Y().Less(1)).Where(p.dY * Alpha, p.Literal(0))];
}
