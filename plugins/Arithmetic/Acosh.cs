using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = acosh x.</summary>
[Op("Acosh", 9, 22, Signature = "input -> output")]
public sealed record Acosh() : Elementwise<Acosh.Map>
{
    /// <summary>acosh x.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Acosh(x);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ/sinh y, for √(x² − 1) = sinh y
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY / p.Graph.Add("Sinh", p.Y())];
}
