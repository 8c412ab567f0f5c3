using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = a ≥ b, broadcasting.</summary>
[Op("GreaterOrEqual", 12, 16, Signature = "A, B -> C")]
public sealed record GreaterOrEqual() : Elementwise2<GreaterOrEqual.Map>
{
    /// <summary>The comparison, as a mask; false where either is NaN.</summary>
    public readonly struct Map : IMap2
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b) where L : struct, ILane<L> => L.LessOrEqual(b, a);
    }

    /// <inheritdoc/>
    protected override ElementType Result(ElementType inputs) => ElementType.Bool;
}
