using System.Numerics;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>low + u·(high − low) for u in [0, 1).</summary>
readonly unsafe struct Uniform : IDistribution
{
    public static uint Stream => 1;

    public static void Check(Inference x, float low, float high) => x.Require(low <= high, $"low is {low}, high is {high}; low must not be above high");

    public static double Raw(ulong bits, int place, int digits) => (long)(bits >> (64 - digits)) * (1.0 / (1L << digits));

    public static void Transform<T, L>(T* block, T low, T high, T limit) where T : unmanaged, INumber<T> where L : struct, ILane<L>
    {
        T range = high - low;
        var (a, r, most) = (L.Splat(&low), L.Splat(&range), L.Splat(&limit));
        for (nint i = 0; i < IDistribution.Block; i += L.Width) L.Min(L.MulAdd(L.Load(block, i), r, a), most).Store(block, i);
    }

    // Rounding must not reach high.
    public static double Limit(double low, double high, ElementType element) => Math.Max(low, element switch
    {
        ElementType.Float16 => (double)Half.BitDecrement((Half)high),
        ElementType.Float32 => float.BitDecrement((float)high),
        _ => Math.BitDecrement(high),
    });
}
