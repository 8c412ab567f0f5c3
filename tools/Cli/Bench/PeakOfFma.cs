using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Cli;

/// <summary>As many fused multiply-adds as the processor can do: twelve chains in registers, no memory.</summary>
static class PeakOfFma
{
    const int Rounds = 100_000, Chains = 12;

    /// <summary>Floating-point operations of one thread's share of a run.</summary>
    public static double Operations => 2.0 * Chains * Rounds * Lanes.Width / 32;

    public static void Run(WorkerPool pool) => pool.For(Body.Instance, pool.Threads, 1);

    sealed class Body : IParallelBody
    {
        public static readonly Body Instance = new();

        public void Run(int begin, int end, int worker)
        {
            for (int i = begin; i < end; i++)
            {
                var work = new Work();
                Lanes.Dispatch<float, Work>(ref work);
            }
        }
    }

    readonly struct Work : ILaneWork
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public unsafe void Run<L>() where L : struct, ILane<L>
        {
            L x = L.Of(0.999999), y = L.Of(1e-7);
            L a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
            for (int n = 0; n < Rounds; n++)
            {
                a = L.MulAdd(a, x, y);
                b = L.MulAdd(b, x, y);
                c = L.MulAdd(c, x, y);
                d = L.MulAdd(d, x, y);
                e = L.MulAdd(e, x, y);
                f = L.MulAdd(f, x, y);
                g = L.MulAdd(g, x, y);
                h = L.MulAdd(h, x, y);
                i = L.MulAdd(i, x, y);
                j = L.MulAdd(j, x, y);
                k = L.MulAdd(k, x, y);
                l = L.MulAdd(l, x, y);
            }
            float* kept = stackalloc float[16];
            (a + b + c + d + e + f + g + h + i + j + k + l).Store(kept, 0);
            if (*kept == float.NegativeInfinity) throw new InvalidOperationException();
        }
    }
}
