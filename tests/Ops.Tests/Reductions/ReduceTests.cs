using System.Numerics;
using Nabla.Ops;

namespace Nabla.Tests.Reductions;

[Collection(nameof(LaneWidthCollection))]
public sealed unsafe class ReduceTests
{
    private static readonly WorkerPool One = new(1), Three = new(3);

    [Theory]
    [InlineData(1, 1, 1), InlineData(3, 10, 1), InlineData(7, 33, 1), InlineData(2, 4096, 1), InlineData(2, 12_345, 1), InlineData(1, 70_001, 1)]
    [InlineData(1, 128, 10), InlineData(3, 5, 37), InlineData(2, 300, 515), InlineData(40, 7, 64), InlineData(2, 0, 3), InlineData(2, 0, 1), InlineData(0, 3, 3)]
    [InlineData(16, 1, 1), InlineData(37, 2, 1), InlineData(50, 8, 1), InlineData(35, 17, 1), InlineData(3, 32, 1), InlineData(66, 32, 1), InlineData(9_000, 5, 1)]
    public void Reductions_agree_with_double_and_have_the_same_bits_at_any_width_and_thread_count(int outer, int reduced, int inner)
    {
        Check<float, SumReduction>(outer, reduced, inner, 1e-5, x => x.Sum());
        Check<float, MeanReduction>(outer, reduced, inner, 1e-5, x => x.Sum() / x.Length);
        Check<float, SumSquareReduction>(outer, reduced, inner, 1e-5, x => x.Sum(v => v * v));
        Check<float, SumAbsReduction>(outer, reduced, inner, 1e-5, x => x.Sum(Math.Abs));
        Check<float, NormReduction>(outer, reduced, inner, 1e-5, x => Math.Sqrt(x.Sum(v => v * v)));
        Check<float, LogSumExpReduction>(outer, reduced, inner, 1e-5, x => Math.Log(x.Sum(Math.Exp)));
        Check<float, MaxReduction>(outer, reduced, inner, 0, x => x.Append(double.NegativeInfinity).Max());
        Check<double, MinReduction>(outer, reduced, inner, 0, x => x.Append(double.PositiveInfinity).Min());
        Check<double, SumReduction>(outer, reduced, inner, 1e-13, x => x.Sum());
        Check<double, ProductReduction>(outer, reduced, inner, 1e-11, x => x.Aggregate(1.0, (a, b) => a * b));
        Check<int, SumReduction>(outer, reduced, inner, 0, x => x.Sum());
        Check<long, MaxReduction>(outer, reduced, inner, 0, x => x.Append(long.MinValue).Max());
    }

    private static void Check<T, R>(int outer, int reduced, int inner, double tolerance, Func<double[], double> reference)
        where T : unmanaged, INumber<T>
        where R : struct, IReduction
    {
        var random = new Random(outer + reduced + inner);
        var x = new T[outer * reduced * inner];
        for (int i = 0; i < x.Length; i++) x[i] = T.CreateTruncating(typeof(T) == typeof(int) || typeof(T) == typeof(long) ? random.Next(-99, 99) : random.NextDouble() * 2 - 0.7);
        T[] y = Run<T, R>(x, outer, reduced, inner, One, 256);
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                double expected = reference([.. Enumerable.Range(0, reduced).Select(r => double.CreateChecked(x[(o * reduced + r) * inner + i]))]);
                double got = double.CreateChecked(y[o * inner + i]);
                bool close = expected.Equals(got) || Math.Abs(expected - got) <= tolerance * (reduced + Math.Abs(expected));
                Assert.True(close, $"{typeof(R).Name}<{typeof(T).Name}> [{outer},{reduced},{inner}]: {got}, not {expected}");
            }
        }
        Assert.Equal(y, Run<T, R>(x, outer, reduced, inner, Three, 256));
        Assert.Equal(y, Run<T, R>(x, outer, reduced, inner, One, 128));
        Assert.Equal(y, Run<T, R>(x, outer, reduced, inner, Three, 512));
    }

    [Fact]
    public void A_row_has_the_same_bits_among_any_others()
    {
        const int Rows = 37;
        foreach (int columns in new[] { 1, 2, 3, 5, 8, 10, 16, 31, 32, 33 })
        {
            Same<float, SumReduction>(columns);
            Same<float, LogSumExpReduction>(columns);
            Same<double, NormReduction>(columns);
        }

        static void Same<T, R>(int columns) where T : unmanaged, INumber<T> where R : struct, IReduction
        {
            var random = new Random(columns);
            T[] x = [.. Enumerable.Range(0, Rows * columns).Select(_ => T.CreateTruncating(random.NextDouble() * 2 - 0.7))];
            T[] all = Run<T, R>(x, Rows, columns, 1, One, Lanes.Width);
            for (int r = 0; r < Rows; r++) Assert.Equal(all[r..(r + 1)], Run<T, R>(x[(r * columns)..((r + 1) * columns)], 1, columns, 1, One, Lanes.Width));
        }
    }

    private static T[] Run<T, R>(T[] x, int outer, int reduced, int inner, WorkerPool pool, int width)
        where T : unmanaged, INumber<T>
        where R : struct, IReduction
    {
        int before = Lanes.Width;
        Lanes.Width = width;
        var y = new T[outer * inner];
        fixed (T* p = x, q = y) new ReduceKernel<T, R>(p, q, outer, reduced, inner).Run(pool);
        Lanes.Width = before;
        return y;
    }

    [Fact]
    public void The_greatest_of_anything_with_NaN_is_NaN()
    {
        for (int at = 0; at < 70; at++)
        {
            float[] x = new float[70], y = new float[1];
            x[at] = float.NaN;
            fixed (float* p = x, q = y) new ReduceKernel<float, MaxReduction>(p, q, 1, 70, 1).Run(One);
            Assert.True(float.IsNaN(y[0]));
        }
    }

    [Fact]
    public void A_run_allocates_nothing_and_uses_the_pool()
    {
        var pool = new WorkerPool(2);
        float[] x = new float[400_000], y = new float[1];
        fixed (float* p = x, q = y)
        {
            var kernel = new ReduceKernel<float, SumReduction>(p, q, 1, x.Length, 1);
            // On a busy machine the other thread may start late.
            for (int i = 0; i < 200 || (pool.Dispatched == 0 && i < 100_000); i++) kernel.Run(pool);
            Assert.Equal(0, Allocated.ByCalls(100, () => kernel.Run(pool)));
        }
        Assert.True(pool.Dispatched > 0);
    }
}

/// <summary>Tests that change the process-wide lane width run one after another.</summary>
[CollectionDefinition(nameof(LaneWidthCollection), DisableParallelization = true)]
public sealed class LaneWidthCollection;
