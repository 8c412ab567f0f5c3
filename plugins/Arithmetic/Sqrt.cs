using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = √x; NaN below 0.</summary>
[Op("Sqrt", 6, 13, Signature = "X -> Y")]
public sealed record Sqrt() : Elementwise<Sqrt.Map>
{
    /// <summary>√x.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => L.Sqrt(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ / 2y
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY / (2 * p.Y())];
}
