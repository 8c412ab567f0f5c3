using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = 2/√π ∫₀ˣ e^(−t²) dt.</summary>
[Op("Erf", 9, 13, Signature = "X -> Y")]
public sealed record Erf() : Elementwise<Erf.Map>
{
    /// <summary>erf x.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Erf(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ·2/√π·e^(−x²)
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY * (2 / Math.Sqrt(Math.PI) * (-(p.X() * p.X())).Exp())];
}
