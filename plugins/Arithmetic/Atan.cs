using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = atan x.</summary>
[Op("Atan", 7, 22, Signature = "input -> output")]
public sealed record Atan() : Elementwise<Atan.Map>
{
    /// <summary>atan x.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Atan(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ/(1 + x²)
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY / (1 + p.X() * p.X())];
}
