using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = 1/x.</summary>
[Op("Reciprocal", 6, 13, Signature = "X -> Y")]
public sealed record Reciprocal() : Elementwise<Reciprocal.Map>
{
    /// <summary>1/x.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => L.One / x;
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = −ȳ·y²
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [-(p.dY * (p.Y() * p.Y()))];
}
