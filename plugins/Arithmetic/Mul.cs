using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = a·b, element by element, broadcasting.</summary>
[Op("Mul", 7, 13, 14, Signature = "A, B -> C")]
public sealed record Mul() : Elementwise2<Mul.Map>
{
    /// <summary>a·b.</summary>
    public readonly struct Map : IMap2
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b) where L : struct, ILane<L> => a * b;
    }

    // ā = ȳ·b, b̄ = ȳ·a
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.Wants(0) ? p.dY * p.X(1) : null, p.Wants(1) ? p.dY * p.X(0) : null];

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x) => ShapeArithmetic.Of(x, (a, b) => a * b);
}

/// <summary>Before version 7 only the second input was spread over the first, and only if asked for.</summary>
[Op("Mul", 6, Signature = "A, B -> C")]
public sealed record Mul6(long? Axis = null, long Broadcast = 0) : BroadcastUpgrade(Axis, Broadcast);
