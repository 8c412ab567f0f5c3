using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = asin x.</summary>
[Op("Asin", 7, 22, Signature = "input -> output")]
public sealed record Asin() : Elementwise<Asin.Map>
{
    /// <summary>asin x.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Asin(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ/√((1 − x)(1 + x))
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY / ((1 - p.X()) * (1 + p.X())).Sqrt()];
}
