using Nabla.Ops;
using Nabla.Tests.Reductions;

namespace Nabla.Tests.Gemm;

[Collection(nameof(LaneWidthCollection))]
public sealed unsafe class GemmWidthTests
{
    [Fact]
    public void The_bits_do_not_depend_on_the_register_width()
    {
        const int M = 37, N = 53, K = 300;
        var random = new Random(1);
        float[] a = [.. Enumerable.Range(0, M * K).Select(_ => random.NextSingle() - 0.5f)];
        float[] b = [.. Enumerable.Range(0, K * N).Select(_ => random.NextSingle() - 0.5f)];
        int before = Lanes.Width;
        float[][] results = [.. new[] { 128, 256, 512 }.Select(width => Product(width, a, b))];
        Lanes.Width = before;
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);

        static float[] Product(int width, float[] a, float[] b)
        {
            Lanes.Width = width;
            float[] c = new float[M * N];
            fixed (float* pa = a, pb = b, pc = c) new GemmKernel<float>(M, N, K, new(pa, K, 1), new(pb, N, 1), pc, N).Run(new WorkerPool(1));
            return c;
        }
    }
}
