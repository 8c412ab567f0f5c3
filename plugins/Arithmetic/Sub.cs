using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = a − b, broadcasting.</summary>
[Op("Sub", 7, 13, 14, Signature = "A, B -> C")]
public sealed record Sub() : Elementwise2<Sub.Map>
{
    /// <summary>a − b.</summary>
    public readonly struct Map : IMap2
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b) where L : struct, ILane<L> => a - b;
    }

    // ā = ȳ, b̄ = −ȳ
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY, p.Wants(1) ? -p.dY : null];

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x) => ShapeArithmetic.Of(x, (a, b) => a - b);
}

/// <summary>Before version 7 only the second input was spread over the first, and only if asked for.</summary>
[Op("Sub", 6, Signature = "A, B -> C")]
public sealed record Sub6(long? Axis = null, long Broadcast = 0) : BroadcastUpgrade(Axis, Broadcast);
