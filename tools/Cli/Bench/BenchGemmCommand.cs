using System.CommandLine;
using Nabla.Ops;

namespace Nabla.Cli;

/// <summary><c>nabla bench gemm</c>: matrix products as the training steps have them, all four transpose cases, beside what the arithmetic units can do.</summary>
sealed class BenchGemmCommand : BenchSubcommand
{
    static readonly (int M, int N, int K)[] Shapes =
    [
        (1024, 1024, 1024), (32, 128, 784), (128, 128, 784), (128, 512, 784), (128, 256, 512), (128, 10, 256), (256, 2048, 784), (256, 2048, 2048), (512, 4096, 1024),
    ];

    public BenchGemmCommand() : base("gemm", "Matrix products m×n×k with and without transposes, and the peak of fused multiply-adds.", "nabla bench gemm --threads 1") { }

    protected override unsafe void Measure(ParseResult line, Stopclock clock)
    {
        var pool = new WorkerPool(clock.Threads);
        clock.Case("peak", "fma", 1, PeakOfFma.Operations * clock.Threads, ("nabla", () => PeakOfFma.Run(pool)));
        foreach (var (m, n, k) in Shapes)
        {
            using var memory = new AlignedMemory((long)m * k + (long)k * n + (long)m * n);
            float* a = memory.Pointer, b = a + (long)m * k, c = b + (long)k * n;
            foreach (var (transA, transB) in new[] { (false, false), (false, true), (true, false), (true, true) })
            {
                var kernel = new GemmKernel<float>(m, n, k, transA ? new(a, 1, m) : new(a, k, 1), transB ? new(b, 1, k) : new(b, n, 1), c, n);
                clock.Case($"gemm{(transA ? "T" : "N")}{(transB ? "T" : "N")}", $"{m}-{n}-{k}", 1, 2.0 * m * n * k, ("nabla", () => kernel.Run(pool)));
            }
        }
    }
}
