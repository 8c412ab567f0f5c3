using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = the nearest integer, ties to even.</summary>
[Op("Round", 11, 22, Signature = "X -> Y")]
public sealed record Round() : Elementwise<Round.Map>
{
    /// <summary>The nearest integer.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => L.Round(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // Constant between its jumps.
    /// <inheritdoc/>
    public override bool HasZeroDerivative(int input) => true;
}
