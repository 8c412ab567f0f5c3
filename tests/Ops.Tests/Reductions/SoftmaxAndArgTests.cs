using Nabla.Ops;

namespace Nabla.Tests.Reductions;

[Collection(nameof(LaneWidthCollection))]
public sealed unsafe class SoftmaxAndArgTests
{
    private static readonly WorkerPool Two = new(2);

    [Theory]
    [InlineData(1, 32, false), InlineData(40, 32, false), InlineData(3, 33, false), InlineData(1, 32, true), InlineData(40, 32, true), InlineData(17, 1, true)]
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

    [Theory, InlineData(128, false), InlineData(256, false), InlineData(512, false), InlineData(128, true), InlineData(256, true), InlineData(512, true)]
    public void A_row_has_the_same_bits_among_any_others_at_any_width(int width, bool log)
    {
        const int Rows = 37;
        int before = Lanes.Width;
        try
        {
            foreach (int columns in new[] { 1, 2, 3, 5, 8, 10, 16, 31, 32, 33 })
            {
                var random = new Random(columns);
                float[] x = [.. Enumerable.Range(0, Rows * columns).Select(_ => (float)(random.NextDouble() * 40 + 100))];
                Lanes.Width = before;
                var expected = Softmax(x, Rows, columns, log);
                Lanes.Width = width;
                Assert.Equal(expected, Softmax(x, Rows, columns, log));
                for (int r = 0; r < Rows; r++) Assert.Equal(expected[(r * columns)..((r + 1) * columns)], Softmax(x[(r * columns)..((r + 1) * columns)], 1, columns, log));
            }
        }
        finally
        {
            Lanes.Width = before;
        }
    }

    private static float[] Softmax(float[] x, int rows, int columns, bool log = false)
    {
        var y = new float[x.Length];
        fixed (float* p = x, q = y) new SoftmaxKernel<float>(p, q, rows, columns, log).Run(Two);
        return y;
    }

    [Theory, InlineData(4), InlineData(1), InlineData(2)]
    public void Softmax_of_infinities_and_NaN(int atOnce)
    {
        float inf = float.PositiveInfinity;
        float[] x = [0, -inf, 0, float.NaN, 1, 2, -inf, -inf, -inf, 1e30f, -1e30f, -inf];
        float[] y = [.. x.Chunk(3 * atOnce).SelectMany(some => Softmax(some, atOnce, 3))];
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
