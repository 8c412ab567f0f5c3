using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = cos x.</summary>
[Op("Cos", 7, 22, Signature = "X -> Y")]
public sealed record Cos() : Elementwise<Cos.Map>
{
    /// <summary>cos x.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Cos(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = −ȳ·sin x
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [-(p.dY * p.Graph.Add("Sin", p.X()))];
}
