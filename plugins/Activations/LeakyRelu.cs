using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = x where x ≥ 0, else αx.</summary>
/// <param name="Alpha">The slope below 0.</param>
[Op("LeakyRelu", 6, 16, Signature = "X -> Y")]
public sealed record LeakyRelu(float Alpha = 0.01f) : Elementwise2<LeakyRelu.Map>
{
    /// <summary>x or αx.</summary>
    public readonly struct Map : IMap2
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x, L alpha) where L : struct, ILane<L> => L.Select(L.Less(x, L.Zero), alpha * x, x);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Constants => [Alpha];

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ where x > 0, else α·ȳ.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.X().Greater(0).Where(p.dY, p.dY * Alpha)];
}
