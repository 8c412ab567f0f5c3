using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = sinh x.</summary>
[Op("Sinh", 9, 22, Signature = "input -> output")]
public sealed record Sinh() : Elementwise<Sinh.Map>
{
    /// <summary>sinh x.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Sinh(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ·cosh x
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY * p.Graph.Add("Cosh", p.X())];
}
