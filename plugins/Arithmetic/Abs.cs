using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = |x|.</summary>
[Op("Abs", 6, 13, Signature = "X -> Y")]
public sealed record Abs() : Elementwise<Abs.Map>
{
    /// <summary>|x|.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => L.Abs(x);
    }

    // x̄ = ȳ·sign x: 0 at the kink
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY * p.X().Sign()];
}
