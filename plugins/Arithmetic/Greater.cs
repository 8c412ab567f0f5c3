using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = a &gt; b, broadcasting.</summary>
[Op("Greater", 7, 9, 13, Signature = "A, B -> C")]
public sealed record Greater() : Elementwise2<Greater.Map>
{
    /// <summary>The comparison, as a mask; false where either is NaN.</summary>
    public readonly struct Map : IMap2
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b) where L : struct, ILane<L> => L.Less(b, a);
    }

    /// <inheritdoc/>
    protected override ElementType Result(ElementType inputs) => ElementType.Bool;
}

/// <summary>Before version 7 only the second input was spread over the first, and only if asked for.</summary>
[Op("Greater", 1, Signature = "A, B -> C")]
public sealed record Greater1(long? Axis = null, long Broadcast = 0) : BroadcastUpgrade(Axis, Broadcast);
