using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = tanh x.</summary>
[Op("Tanh", 6, 13, Signature = "X -> Y")]
public sealed record Tanh() : Elementwise<Tanh.Map>
{
    /// <summary>tanh x.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Tanh(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ·(1 − y²)
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY * (1 - p.Y() * p.Y())];
}
