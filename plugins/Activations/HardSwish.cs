using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = x·max(0, min(1, x/6 + ½)).</summary>
[Op("HardSwish", 14, 22, Signature = "X -> Y")]
public sealed record HardSwish() : Elementwise<HardSwish.Map>
{
    /// <summary>x times its hard sigmoid.</summary>
    public readonly struct Map : IMap
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => x * L.Max(L.Min(x * L.Of(1.0 / 6) + L.Of(0.5), L.One), L.Zero);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    // For older files and runtimes; the kernel is one sweep.
    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * graph.Add(new HardSigmoid(1f / 6, 0.5f), x[0])[0]];

    // x̄ = ȳ·(x/3 + ½) where −3 < x < 3, ȳ above, 0 below.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.X().Greater(-3).Where(p.X().Less(3).Where(p.dY * (p.X() / 3 + 0.5), p.dY), p.Literal(0))];
}
