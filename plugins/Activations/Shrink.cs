using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = x + bias where x &lt; −λ, x − bias where x &gt; λ, else 0.</summary>
/// <param name="Bias">How far what is kept moves towards 0.</param>
/// <param name="Lambd">Half the width of what becomes 0.</param>
[Op("Shrink", 9, Signature = "input -> output")]
public sealed record Shrink(float Bias = 0, float Lambd = 0.5f) : Elementwise3<Shrink.Map>
{
    /// <summary>x + bias, x − bias or 0.</summary>
    public readonly struct Map : IMap3
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x, L bias, L lambda) where L : struct, ILane<L> => L.Select(L.Less(x, -lambda), x + bias, L.Select(L.Less(lambda, x), x - bias, L.Zero));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Constants => [Bias, Lambd];

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ where |x| > λ, else 0 (for λ ≥ 0).
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.Graph.Add("Or", p.X().Less(-Lambd), p.X().Greater(Lambd)).Where(p.dY, p.Literal(0))];
}
