using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = ln x; NaN below 0.</summary>
[Op("Log", 6, 13, Signature = "X -> Y")]
public sealed record Log() : Elementwise<Log.Map>
{
    /// <summary>ln x.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Log(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ / x
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY / p.X()];
}
