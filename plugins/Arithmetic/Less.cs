using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = a &lt; b, broadcasting.</summary>
[Op("Less", 7, 9, 13, Signature = "A, B -> C")]
public sealed record Less() : Elementwise2<Less.Map>
{
    /// <summary>The comparison, as a mask; false where either is NaN.</summary>
    public readonly struct Map : IMap2
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b) where L : struct, ILane<L> => L.Less(a, b);
    }

    /// <inheritdoc/>
    protected override ElementType Result(ElementType inputs) => ElementType.Bool;
}

/// <summary>Before version 7 only the second input was spread over the first, and only if asked for.</summary>
[Op("Less", 1, Signature = "A, B -> C")]
public sealed record Less1(long? Axis = null, long Broadcast = 0) : BroadcastUpgrade(Axis, Broadcast);
