using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = x where x ≥ 0, else α(e^(x/α) − 1).</summary>
/// <param name="Alpha">Minus the limit at −∞.</param>
[Op("Celu", 12, 28, Signature = "X -> Y")]
public sealed record Celu(float Alpha = 1) : Elementwise2<Celu.Map>
{
    /// <summary>x or α(e^(x/α) − 1).</summary>
    public readonly struct Map : IMap2
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x, L alpha) where L : struct, ILane<L> => L.Select(L.Less(x, L.Zero), alpha * Maths.Expm1(x / alpha), x);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Constants => [Alpha];

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ where x > 0, else ȳ·(y/α + 1), for e^(x/α) = y/α + 1.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.X().Greater(0).Where(p.dY, p.dY * (p.Y() / Alpha + 1))];
}
