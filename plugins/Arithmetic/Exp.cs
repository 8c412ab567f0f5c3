using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = eˣ.</summary>
[Op("Exp", 6, 13, Signature = "X -> Y")]
public sealed record Exp() : Elementwise<Exp.Map>
{
    /// <summary>eˣ.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Exp(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ·y
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY * p.Y()];
}
