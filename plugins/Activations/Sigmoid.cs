using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = 1 / (1 + e⁻ˣ).</summary>
[Op("Sigmoid", 6, 13, Signature = "X -> Y")]
public sealed record Sigmoid() : Elementwise<Sigmoid.Map>
{
    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Sigmoid(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ·y·(1 − y)
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY * (p.Y() * (1 - p.Y()))];
}
