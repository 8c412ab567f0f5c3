using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = −1, 0 or 1, as x is negative, zero or positive; NaN stays NaN.</summary>
[Op("Sign", 9, 13, Signature = "X -> Y")]
public sealed record Sign() : Elementwise<Sign.Map>
{
    /// <summary>The sign.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => L.Select(L.Less(L.Zero, x), L.One, L.Select(L.Less(x, L.Zero), -L.One, x));
    }

    // Constant between its jumps.
    /// <inheritdoc/>
    public override bool HasZeroDerivative(int input) => true;
}
