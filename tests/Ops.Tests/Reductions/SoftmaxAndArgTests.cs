using Nabla.Ops;

namespace Nabla.Tests.Reductions;

public sealed unsafe class SoftmaxAndArgTests
{
    private static readonly WorkerPool Two = new(2);

    [Theory]
    [InlineData(1, 1, false), InlineData(5, 3, false), InlineData(128, 10, false), InlineData(9, 5003, false)]
    [InlineData(1, 1, true), InlineData(5, 3, true), InlineData(128, 10, true), InlineData(9, 5003, true)]
    public void Softmax_agrees_with_double_also_in_place(int rows, int columns, bool log)
    {
        var random = new Random(rows * columns);
        float[] x = [.. Enumerable.Range(0, rows * columns).Select(_ => (float)(random.NextDouble() * 40 + 100))];
        float[] y = new float[x.Length], inPlace = [.. x];
        fixed (float* p = x, q = y, r = inPlace)
        {
            new SoftmaxKernel<float>(p, q, rows, columns, log).Run(Two);
            new SoftmaxKernel<float>(r, r, rows, columns, log).Run(Two);
        }
        Assert.Equal(y, inPlace);
        for (int i = 0; i < rows; i++)
        {
            double max = x.Skip(i * columns).Take(columns).Max(), sum = x.Skip(i * columns).Take(columns).Sum(v => Math.Exp(v - max));
            for (int j = 0; j < columns; j++)
            {
                double shifted = x[i * columns + j] - max, expected = log ? shifted - Math.Log(sum) : Math.Exp(shifted) / sum;
                Assert.Equal(expected, y[i * columns + j], 1e-6 * Math.Max(1, Math.Abs(expected)));
            }
        }
    }

    [Fact]
    public void Softmax_of_infinities_and_NaN()
    {
        float inf = float.PositiveInfinity;
        float[] x = [0, -inf, 0, float.NaN, 1, 2, -inf, -inf, -inf, 1e30f, -1e30f, -inf], y = new float[12];
        fixed (float* p = x, q = y) new SoftmaxKernel<float>(p, q, 4, 3).Run(Two);
        Assert.Equal([0.5f, 0, 0.5f], y[..3]);
        Assert.All(y[3..9], v => Assert.True(float.IsNaN(v)));
        Assert.Equal([1, 0, 0], y[9..]);
    }

    [Fact]
    public void Arg_finds_the_first_or_last_of_equals()
    {
        int[] x = [1, 5, 5, 0, 0, 2, 7, 7];
        Assert.Equal([1, 2], Arg(x, 2, 4, 1, false, false));
        Assert.Equal([2, 3], Arg(x, 2, 4, 1, false, true));
        Assert.Equal([3, 0], Arg(x, 2, 4, 1, true, false));
        Assert.Equal([3, 3], Arg(x, 1, 4, 2, false, false));
        Assert.Equal([2, 1], Arg(x, 1, 4, 2, true, false));
    }

    private static long[] Arg(int[] x, int outer, int reduced, int inner, bool least, bool last)
    {
        var y = new long[outer * inner];
        fixed (int* p = x)
        fixed (long* q = y)
            new ArgKernel<int>(p, q, outer, reduced, inner, least, last).Run(Two);
        return y;
    }
}
