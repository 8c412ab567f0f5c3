using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = not x, of bool.</summary>
[Op("Not", 1, Signature = "X -> Y")]
public sealed record Not() : Elementwise<Not.Map>
{
    /// <summary>The complement of a mask.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => L.Not(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element == ElementType.Bool;
}
