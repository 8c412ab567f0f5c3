using System.Numerics;
using Nabla.Ops;

namespace Nabla.Tests.Gemm;

public sealed unsafe class GemmTests
{
    private static readonly WorkerPool One = new(1), Two = new(2), Three = new(3);

    [Theory]
    [InlineData(false, false), InlineData(true, false), InlineData(false, true), InlineData(true, true)]
    public void Odd_sizes_and_transposes_agree_with_double(bool transposeA, bool transposeB)
    {
        var random = new Random(3);
        for (int round = 0; round < 400; round++)
        {
            var (m, n, k) = (random.Next(1, 41), random.Next(1, 41), random.Next(0, 41));
            Check<float>(m, n, k, transposeA, transposeB, 1e-5);
            Check<double>(m, n, k, transposeA, transposeB, 1e-13);
        }
    }

    [Theory]
    [InlineData(1, 300, 700), InlineData(130, 1, 600), InlineData(131, 515, 785), InlineData(97, 10, 256), InlineData(7, 1031, 513), InlineData(29, 131, 2500), InlineData(3, 40, 1100), InlineData(721, 514, 150),
        InlineData(32, 128, 784), InlineData(50, 130, 257), InlineData(100, 40, 1030), InlineData(13, 33, 5001), InlineData(205, 130, 64)]
    public void Larger_sizes_agree_with_double_at_any_thread_count(int m, int n, int k)
    {
        Check<float>(m, n, k, false, false, 2e-4);
        Check<float>(m, n, k, true, true, 2e-4);
        Check<double>(m, n, k, false, true, 1e-12);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void A_product_is_of_what_its_operands_hold_at_each_run(bool isConstant)
    {
        const int M = 190, N = 300, K = 1300;
        float[] a = Fill<float>(M * K, 1), b = Fill<float>(K * N, 2), c = new float[M * N], expected = new float[M * N];
        fixed (float* pa = a, pb = b, pc = c, pe = expected)
        {
            var kernel = new GemmKernel<float>(M, N, K, new(pa, K, 1, isConstant), new(pb, N, 1, isConstant), pc, N);
            new GemmKernel<float>(M, N, K, new(pa, K, 1), new(pb, N, 1), pe, N).Run(One);
            for (int run = 0; run < 4; run++)
            {
                Array.Clear(c);
                kernel.Run(run % 2 == 0 ? Three : One);
                Assert.Equal(expected, c);
                if (isConstant) continue;
                // Doubling one operand doubles every sum, to the bit.
                var changed = run % 2 == 0 ? a : b;
                for (int i = 0; i < changed.Length; i++) changed[i] *= 2;
                for (int i = 0; i < expected.Length; i++) expected[i] *= 2;
            }
        }
    }

    // Rows and terms both apart; rows of A side by side, few and many uses; odd and even numbers of terms.
    [Theory, InlineData(25, 70, 9), InlineData(24, 64, 10), InlineData(300, 40, 33), InlineData(300, 700, 34)]
    public void However_operands_lie_the_product_is_the_same(int m, int n, int k)
    {
        float[] a = Fill<float>(m * k, 1), b = Fill<float>(k * n, 2), apart = new float[3 * m * 2 * k], across = new float[m * k], expected = new float[m * n], c = new float[m * n];
        for (int i = 0; i < m; i++)
            for (int p = 0; p < k; p++) apart[i * 6 * k + 2 * p] = across[p * m + i] = a[i * k + p];
        fixed (float* pa = a, pb = b, pApart = apart, pAcross = across, pe = expected, pc = c)
        {
            new GemmKernel<float>(m, n, k, new(pa, k, 1), new(pb, n, 1), pe, n).Run(One);
            foreach (var matrix in new[] { new Matrix<float>(pApart, 6 * k, 2), new(pAcross, 1, m) })
                foreach (bool isConstant in new[] { false, true })
                {
                    Array.Clear(c);
                    new GemmKernel<float>(m, n, k, matrix, new(pb, n, 1, isConstant), pc, n).Run(Three);
                    Assert.Equal(expected, c);
                }
        }
    }

    private static void Check<T>(int m, int n, int k, bool transposeA, bool transposeB, double tolerance)
        where T : unmanaged, INumber<T>
    {
        int ldc = n + 3;
        T[] a = Fill<T>(m * k, 1), b = Fill<T>(k * n, 2), old = Fill<T>(m * ldc, 3);
        Array.Fill(old, T.CreateTruncating(double.NaN));
        T[] c = [.. old], threaded = [.. old], byTwo = [.. old];
        fixed (T* pa = a, pb = b, pc = c, pt = threaded, p2 = byTwo)
        {
            var ma = transposeA ? new Matrix<T>(pa, 1, m) : new Matrix<T>(pa, k, 1);
            var mb = transposeB ? new Matrix<T>(pb, 1, k) : new Matrix<T>(pb, n, 1);
            var seen = new Coverage(m, n);
            new GemmKernel<T>(m, n, k, ma, mb, pc, ldc, seen).Run(One);
            seen.AssertOnce();
            new GemmKernel<T>(m, n, k, ma, mb, pt, ldc).Run(Three);
            var seenByTwo = new Coverage(m, n);
            var kernel = new GemmKernel<T>(m, n, k, ma, mb, p2, ldc, seenByTwo);
            kernel.Run(Two);
            seenByTwo.AssertOnce();
            // Again, after what another number of threads left.
            kernel.Run(Three);
            kernel.Run(Two);
            if (k <= GemmKernel<T>.MostDepthWithoutMemory) AssertSameWithoutC(m, n, k, ma, mb, pc, ldc);
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < ldc; j++)
                {
                    if (j >= n)
                    {
                        Assert.Equal(old[i * ldc + j], c[i * ldc + j]);
                        continue;
                    }
                    double sum = 0;
                    for (int p = 0; p < k; p++) sum += Value(ma.Data[i * ma.RowStride + p * ma.ColumnStride]) * Value(mb.Data[p * mb.RowStride + j * mb.ColumnStride]);
                    double got = Value(c[i * ldc + j]);
                    Assert.True(Math.Abs(got - sum) <= tolerance * (1 + Math.Abs(sum)), $"[{m},{n},{k}] at ({i},{j}): {got}, not {sum}");
                }
            }
        }
        Assert.Equal(c, threaded);
        Assert.Equal(c, byTwo);
    }

    private static void AssertSameWithoutC<T>(int m, int n, int k, Matrix<T> a, Matrix<T> b, T* c, int ldc) where T : unmanaged, INumber<T>
    {
        var kept = new Collected<T>(m, n);
        new GemmKernel<T>(m, n, k, a, b, null, 0, kept).Run(Three);
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++) Assert.Equal(c[i * ldc + j], kept[i, j]);
    }

    [Fact]
    public void Without_C_there_must_be_an_epilogue_and_not_too_many_terms()
    {
        Assert.Throws<ArgumentException>(() => new GemmKernel<float>(1, 1, 1, default, default, null, 0));
        Assert.Throws<ArgumentException>(() => new GemmKernel<float>(1, 1, GemmKernel<float>.MostDepthWithoutMemory + 1, default, default, null, 0, new Coverage(1, 1)));
    }

    // Tiles that are full and not, one strip and many, halves of rows, two parts of A, one row.
    [Theory, InlineData(5, 33, 9), InlineData(24, 64, 10), InlineData(301, 70, 33), InlineData(784, 128, 32), InlineData(784, 128, 128), InlineData(620, 515, 130), InlineData(1, 40, 7)]
    public void A_product_is_subtracted_from_C_as_if_it_were_made_first(int m, int n, int k)
    {
        int ldc = n + 5;
        float[] a = Fill<float>(m * k, 1), b = Fill<float>(k * n, 2), old = Fill<float>(m * ldc, 3), product = new float[m * n], c = new float[m * ldc], scale = [0];
        Assert.True(GemmKernel<float>.CanSubtract(m, n, k));
        fixed (float* pa = a, pb = b, pc = c, pp = product, ps = scale)
        {
            var (left, right) = (new Matrix<float>(pa, 1, m), new Matrix<float>(pb, n, 1));
            new GemmKernel<float>(m, n, k, left, right, pp, n).Run(One);
            var kernel = new GemmKernel<float>(m, n, k, left, right, pc, ldc, scale: ps);
            foreach (var pool in new[] { One, Two, Three })
            {
                old.CopyTo(c, 0);
                // Read at each run.
                scale[0] += 0.37f;
                kernel.Run(pool);
                for (int i = 0; i < m; i++)
                    for (int j = 0; j < ldc; j++) Assert.Equal(j < n ? old[i * ldc + j] - scale[0] * product[i * n + j] : old[i * ldc + j], c[i * ldc + j]);
            }
        }
    }

    [Theory, InlineData(784, 5, 32), InlineData(32, 128, 784), InlineData(300, 300, 1025)]
    public void What_is_not_made_at_once_in_place_is_not_subtracted(int m, int n, int k)
    {
        Assert.False(GemmKernel<float>.CanSubtract(m, n, k));
        float scale = 1;
        float[] c = new float[1];
        fixed (float* pc = c)
        {
            float* to = pc, by = &scale;
            Assert.Throws<ArgumentException>(() => new GemmKernel<float>(m, n, k, default, default, to, n, scale: by));
            Assert.Throws<ArgumentException>(() => new GemmKernel<float>(20, 20, 20, default, default, to, n, new Coverage(20, 20), scale: by));
        }
    }

    // Terms are halved where operands change (32 rows: they are), and never where one is constant.
    [Fact]
    public void A_row_has_the_same_bits_in_a_batch_of_any_size_where_the_weight_is_constant()
    {
        const int M = 260, N = 50, K = 784;
        float[] a = Fill<float>(M * K, 1), b = Fill<float>(K * N, 2), all = new float[M * N], few = new float[M * N];
        fixed (float* pa = a, pb = b, pAll = all, pFew = few)
        {
            new GemmKernel<float>(M, N, K, new(pa, K, 1), new(pb, N, 1, isConstant: true), pAll, N).Run(One);
            foreach (int m in new[] { 1, 2, 32, 100 })
            {
                new GemmKernel<float>(m, N, K, new(pa, K, 1), new(pb, N, 1, isConstant: true), pFew, N).Run(Two);
                Assert.Equal(all.AsSpan(0, m * N), few.AsSpan(0, m * N));
            }
        }
    }

    [Fact]
    public void Every_place_of_C_gets_the_same_bits_for_the_same_sum()
    {
        const int M = 45, N = 83, K = 700;
        float[] row = Fill<float>(K, 4), column = Fill<float>(K, 5), c = new float[M * N];
        fixed (float* pr = row, pq = column, pc = c)
            new GemmKernel<float>(M, N, K, new(pr, 0, 1), new(pq, 1, 0), pc, N).Run(Three);
        Assert.All(c, x => Assert.Equal(c[0], x));
    }

    [Fact]
    public void Infinity_times_zero_is_not_skipped()
    {
        float[] a = [0, 1], b = [float.PositiveInfinity, 2], c = new float[1];
        fixed (float* pa = a, pb = b, pc = c) new GemmKernel<float>(1, 1, 2, new(pa, 2, 1), new(pb, 1, 1), pc, 1).Run(One);
        Assert.True(float.IsNaN(c[0]));
    }

    [Fact]
    public void A_run_allocates_nothing_and_uses_the_pool()
    {
        var pool = new WorkerPool(2);
        float[] a = Fill<float>(200 * 200, 6), c = new float[200 * 200];
        fixed (float* pa = a, pc = c)
        {
            var kernel = new GemmKernel<float>(200, 200, 200, new(pa, 200, 1), new(pa, 1, 200), pc, 200);
            // On a busy machine the other thread may start late.
            for (int i = 0; i < 20 || (pool.Dispatched == 0 && i < 100_000); i++) kernel.Run(pool);
            Assert.Equal(0, Allocated.ByCalls(20, () => kernel.Run(pool)));
        }
        Assert.True(pool.Dispatched > 0);
    }

    private static double Value<T>(T x) where T : unmanaged, INumber<T> => double.CreateChecked(x);

    private static T[] Fill<T>(int count, int seed) where T : unmanaged, INumber<T>
    {
        var random = new Random(seed);
        var x = new T[count];
        for (int i = 0; i < count; i++) x[i] = T.CreateTruncating(random.NextDouble() * 2 - 1);
        return x;
    }

    private sealed class Coverage(int m, int n) : ITileEpilogue
    {
        private readonly int[] _times = new int[m * n];

        public void Run(void* tile, nint stride, int row, int rows, int column, int columns, int worker)
        {
            Assert.Equal(0, column % 16);
            for (int i = row; i < row + rows; i++)
                for (int j = column; j < column + columns; j++) _times[i * n + j]++;
        }

        public void AssertOnce() => Assert.All(_times, times => Assert.Equal(1, times));
    }

    private sealed class Collected<T>(int m, int n) : ITileEpilogue where T : unmanaged
    {
        private readonly T[] _c = new T[m * n];

        public T this[int i, int j] => _c[i * n + j];

        public void Run(void* tile, nint stride, int row, int rows, int column, int columns, int worker)
        {
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++) _c[(row + i) * n + column + j] = ((T*)tile)[i * stride + j];
        }
    }
}
