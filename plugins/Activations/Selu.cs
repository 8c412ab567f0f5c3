using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = γx where x ≥ 0, else γα(eˣ − 1).</summary>
/// <param name="Alpha">The factor of the exponential.</param>
/// <param name="Gamma">The slope above 0.</param>
[Op("Selu", 6, 22, Signature = "X -> Y")]
public sealed record Selu(float Alpha = 1.67326319217681884765625f, float Gamma = 1.05070102214813232421875f) : Elementwise3<Selu.Map>
{
    /// <summary>γx or γα(eˣ − 1).</summary>
    public readonly struct Map : IMap3
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x, L alpha, L gamma) where L : struct, ILane<L> => gamma * L.Select(L.Less(x, L.Zero), alpha * Maths.Expm1(x), x);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Constants => [Alpha, Gamma];

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = γ·ȳ where x > 0, else ȳ·(y + γα), for γαeˣ = y + γα.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.X().Greater(0).Where(p.dY * Gamma, p.dY * (p.Y() + (double)Gamma * Alpha))];
}
