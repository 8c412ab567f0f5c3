using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = −x.</summary>
[Op("Neg", 6, 13, Signature = "X -> Y")]
public sealed record Neg() : Elementwise<Neg.Map>
{
    /// <summary>−x.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => -x;
    }

    // x̄ = −ȳ
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [-p.dY];

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x) => x.Content(0) is { } dims && dims.All(d => !d.Is(long.MinValue)) ? [.. dims.Select(d => d * -1)] : null;
}
