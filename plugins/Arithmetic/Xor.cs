using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = either a or b, of bool, broadcasting.</summary>
[Op("Xor", 7, Signature = "A, B -> C")]
public sealed record Xor() : Elementwise2<Xor.Map>
{
    /// <summary>The connective, on masks.</summary>
    public readonly struct Map : IMap2
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b) where L : struct, ILane<L> => L.Xor(a, b);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element == ElementType.Bool;
}

/// <summary>Before version 7 only the second input was spread over the first, and only if asked for.</summary>
[Op("Xor", 1, Signature = "A, B -> C")]
public sealed record Xor1(long? Axis = null, long Broadcast = 0) : BroadcastUpgrade(Axis, Broadcast);
