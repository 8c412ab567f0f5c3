using BenchmarkDotNet.Attributes;
using Nabla.Ops;

namespace Nabla.Benchmarks;

/// <summary>Matrix products of the nets' shapes, all four transposes, beside OpenBLAS.</summary>
public unsafe class GemmBenchmarks
{
    float* _a, _b, _c;
    WorkerPool _pool = null!;
    GemmKernel<float> _kernel = null!;
    int _m, _n, _k;

    [Params("1024x1024x1024", "32x128x784", "128x128x784", "128x512x784", "128x256x512", "128x10x256", "256x2048x784", "256x2048x2048", "512x4096x1024")]
    public string Shape { get; set; } = "";

    [Params("NN", "NT", "TN", "TT")]
    public string Transposed { get; set; } = "";

    [Params(1, 2)]
    public int Threads { get; set; }

    bool TransA => Transposed[0] == 'T';

    bool TransB => Transposed[1] == 'T';

    [GlobalSetup]
    public void Setup()
    {
        (_m, _n, _k) = Product.Sizes(Shape) is [var m, var n, var k] ? (m, n, k) : throw new InvalidOperationException(Shape);
        _a = Floats.Draw((long)_m * _k);
        _b = Floats.Draw((long)_k * _n);
        _c = Floats.Draw((long)_m * _n);
        _pool = new(Threads);
        _kernel = new(_m, _n, _k, TransA ? new(_a, 1, _m) : new(_a, _k, 1), TransB ? new(_b, 1, _k) : new(_b, _n, 1), _c, _n);
        if (OpenBlas.Missing is null) OpenBlas.SetThreads(Threads);
    }

    [Benchmark(Baseline = true, Description = "Nabla")]
    public void Run() => _kernel.Run(_pool);

    [Benchmark(Description = "OpenBLAS")]
    public void Peer() => OpenBlas.Multiply(_m, _n, _k, _a, TransA, _b, TransB, _c);
}
