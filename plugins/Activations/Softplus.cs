using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = ln(1 + eˣ).</summary>
[Op("Softplus", 1, 22, Signature = "X -> Y")]
public sealed record Softplus() : Elementwise<Softplus.Map>
{
    /// <summary>max(x, 0) + ln(1 + e^−|x|): no overflow.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => L.Max(x, L.Zero) + Maths.Log1p(Maths.Exp(-L.Abs(x)));
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = ȳ·σ(x)
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY * p.X().Sigmoid()];
}
