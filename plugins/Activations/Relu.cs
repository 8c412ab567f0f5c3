using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = max(x, 0).</summary>
[Op("Relu", 1, 6, 13, 14, Signature = "X -> Y")]
public sealed record Relu() : Elementwise<Relu.Map>
{
    /// <summary>max(x, 0); NaN stays NaN.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => L.Max(x, L.Zero);
    }

    // x̄ = ȳ where y > 0, else 0: needs y only, which the next layer keeps anyway.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.Y().Greater(0).Where(p.dY, p.Literal(0))];
}
