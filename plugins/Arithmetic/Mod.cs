using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>What division leaves, broadcasting: of the sign of b (integers only), or with fmod of the sign of a.</summary>
/// <param name="Fmod">1 for the sign of the dividend, 0 for that of the divisor.</param>
[Op("Mod", 10, 13, Signature = "A, B -> C")]
public sealed record Mod(long Fmod = 0) : Elementwise3<Mod.Map>
{
    /// <summary>The remainder; of an integer divided by the integer zero, 0.</summary>
    public readonly struct Map : IMap3
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L fmod) where L : struct, ILane<L> => Maths.Remainder(a, b, L.Less(L.Zero, fmod));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Constants => [Fmod];

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.Require(Fmod != 0 || !x.Element().IsFloat(), "on floating-point numbers only fmod = 1 is defined");
        return base.Infer(x);
    }

    // ā = ȳ, b̄ = −ȳ·q with q the whole quotient (a − y)/b
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY, p.Wants(1) ? -(p.dY * ((p.X(0) - p.Y()) / p.X(1))) : null];
}
