using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = sin x.</summary>
[Op("Sin", 7, 22, Signature = "X -> Y")]
public sealed record Sin() : Elementwise<Sin.Map>
{
    /// <summary>sin x.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Sin(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ·cos x
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY * p.Graph.Add("Cos", p.X())];
}
