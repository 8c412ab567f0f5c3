using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = x where the condition is true, else y; all three broadcast.</summary>
[Op("Where", 9, 16, Signature = "condition, X, Y -> output")]
public sealed record Where() : Elementwise3<Where.Map>
{
    /// <summary>The choice.</summary>
    public readonly struct Map : IMap3
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L mask, L a, L b) where L : struct, ILane<L> => L.Select(mask, a, b);
    }

    /// <inheritdoc/>
    public override bool ChoosesByMask => true;

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => true;

    // x̄ = ȳ where the condition holds, ȳ of the other elsewhere.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) =>
    [
        null,
        p.Wants(1) ? p.X(0).Where(p.dY, p.Literal(0)) : null,
        p.Wants(2) ? p.X(0).Where(p.Literal(0), p.dY) : null,
    ];
}
