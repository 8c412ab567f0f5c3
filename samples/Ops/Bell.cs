using System.Runtime.CompilerServices;
using Nabla;
using Nabla.Ops;

namespace SampleOps;

/// <summary>y = e^(−x²).</summary>
[Op("Bell", 1, Domain = "samples", Signature = "X -> Y")]
public sealed record Bell() : Elementwise<Bell.Map>
{
    public readonly struct Map : IMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Exp(L.Zero - x * x);
    }

    protected override bool Accepts(ElementType element) => element.IsFloat();

    // x̄ = −2·ȳ·x·y
    public override Value?[] Adjoint(Pullback p) => [-2 * p.dY * p.X() * p.Y()];

    // What a file holds, for runtimes that do not have the op.
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x) => [(-(x[0]! * x[0]!)).Exp()];
}
