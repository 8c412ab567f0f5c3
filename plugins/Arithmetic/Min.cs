using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = the smallest of any number of inputs, element by element, broadcasting; NaN where one is NaN.</summary>
[Op("Min", 8, 12, 13, Signature = "data_0+ -> result")]
public sealed record Min() : Elementwise2<Min.Map>
{
    /// <summary>The smallest of two.</summary>
    public readonly struct Map : IMap2
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b) where L : struct, ILane<L> => L.Min(a, b);
    }

    /// <inheritdoc/>
    public override bool IsVariadic => true;

    // x̄ᵢ = ȳ·[xᵢ = y] / number of inputs with xᵢ = y: those that tie share equally.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => TiedShares.Of(p);
}

/// <summary>Before version 8 all inputs had one shape.</summary>
[Op("Min", 6, Signature = "data_0+ -> min")]
public sealed record Min6() : SameShapeUpgrade;
