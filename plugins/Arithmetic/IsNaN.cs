using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = true where x is no number.</summary>
[Op("IsNaN", 9, 13, 20, Signature = "X -> Y")]
public sealed record IsNaN() : Elementwise<IsNaN.Map>
{
    /// <summary>The mask of NaN.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => L.IsNaN(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    /// <inheritdoc/>
    protected override ElementType Result(ElementType inputs) => ElementType.Bool;
}
