using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = x where x &gt; α, else 0.</summary>
/// <param name="Alpha">The threshold.</param>
[Op("ThresholdedRelu", 10, 22, Signature = "X -> Y")]
public sealed record ThresholdedRelu(float Alpha = 1) : Elementwise2<ThresholdedRelu.Map>
{
    /// <summary>x or 0.</summary>
    public readonly struct Map : IMap2
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x, L alpha) where L : struct, ILane<L> => L.Select(L.Less(alpha, x), x, L.Zero);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Constants => [Alpha];

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ where x > α, else 0.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.X().Greater(Alpha).Where(p.dY, p.Literal(0))];
}
