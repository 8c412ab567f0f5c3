using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = cosh x.</summary>
[Op("Cosh", 9, 22, Signature = "input -> output")]
public sealed record Cosh() : Elementwise<Cosh.Map>
{
    /// <summary>cosh x.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Cosh(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ·sinh x
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY * p.Graph.Add("Sinh", p.X())];
}
