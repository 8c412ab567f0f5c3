using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = tan x.</summary>
[Op("Tan", 7, 22, Signature = "input -> output")]
public sealed record Tan() : Elementwise<Tan.Map>
{
    /// <summary>tan x.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Tan(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ·(1 + y²)
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY * (1 + p.Y() * p.Y())];
}
