using System.Runtime.CompilerServices;
using Nabla;
using Nabla.Ops;

namespace SampleOps;

/// <summary>Σ|x|³ along axes.</summary>
[Op("SumOfCubes", 1, Domain = "samples", Signature = "data, axes? -> reduced")]
public sealed record SumOfCubes(long Keepdims = 1, long NoopWithEmptyAxes = 0) : Reduction<SumOfCubes.Cubes>(Keepdims, NoopWithEmptyAxes)
{
    public readonly struct Cubes : IReduction
    {
        public static L Neutral<L>() where L : struct, ILane<L> => L.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Map<L>(L x) where L : struct, ILane<L> => L.Abs(x) * x * x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Combine<L>(L a, L b) where L : struct, ILane<L> => a + b;

        public static L Finish<L>(L total, L count) where L : struct, ILane<L> => total;
    }

    // x̄ = 3·ȳ·x·|x|
    public override Value?[] Adjoint(Pullback p) => [Kept(p, 3 * p.dY) * p.X() * p.X().Abs()];

    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x) =>
        [(x[0]!.Abs() * x[0]! * x[0]!).AddWith("ReduceSum", [("keepdims", Keepdims), ("noop_with_empty_axes", NoopWithEmptyAxes)], x.ElementAtOrDefault(1))];
}
