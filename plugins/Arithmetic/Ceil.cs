using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = ⌈x⌉.</summary>
[Op("Ceil", 6, 13, Signature = "X -> Y")]
public sealed record Ceil() : Elementwise<Ceil.Map>
{
    /// <summary>⌈x⌉.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => L.Ceiling(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // Constant between its jumps.
    /// <inheritdoc/>
    public override bool HasZeroDerivative(int input) => true;
}
