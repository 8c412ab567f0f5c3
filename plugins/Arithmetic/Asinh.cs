using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = asinh x.</summary>
[Op("Asinh", 9, 22, Signature = "input -> output")]
public sealed record Asinh() : Elementwise<Asinh.Map>
{
    /// <summary>asinh x.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Asinh(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ/cosh y, for √(1 + x²) = cosh y does not overflow before x does
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY / p.Graph.Add("Cosh", p.Y())];
}
