using System.Numerics;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>mean + scale·√(−2 ln u)·(cos θ, sin θ) for u in (0, 1) and an angle θ, the sines in the second half of a block. Source: G. Box, M. Muller,
/// "A note on the generation of random normal deviates", 1958.</summary>
readonly unsafe struct Normal : IDistribution
{
    const int Pairs = IDistribution.Block / 2;

    public static uint Stream => 3;

    public static double Raw(ulong bits, int place, int digits) =>
        place < Pairs ? ((long)(bits >> 11) + 0.5) * (1.0 / (1L << 53)) : ((long)bits >> 11) * (Math.PI / (1L << 52));

    public static void Transform<T, L>(T* block, T mean, T scale, T limit) where T : unmanaged, INumber<T> where L : struct, ILane<L>
    {
        var (m, s) = (L.Splat(&mean), L.Splat(&scale));
        for (nint i = 0; i < Pairs; i += L.Width)
        {
            var (radius, angle) = (L.Sqrt(L.Of(-2) * Maths.Log(L.Load(block, i))), L.Load(block, i + Pairs));
            L.MulAdd(radius * Maths.Cos(angle), s, m).Store(block, i);
            L.MulAdd(radius * Maths.Sin(angle), s, m).Store(block, i + Pairs);
        }
    }

    public static double Limit(double mean, double scale, ElementType element) => double.PositiveInfinity;
}
