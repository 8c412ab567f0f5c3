using Nabla.Ops;

namespace Nabla.Tests.Execution;

public class Feeding
{
    static (Executable Run, Value X) Doubling(int rows, int width, int threads)
    {
        var (program, g) = BuiltIn.NewGraph();
        Value x = g.Input("x", ElementType.Float32, [rows, width]), y = x + x;
        return (Cpu.Backend(threads).Compile(program, [y]), x);
    }

    [Theory]
    [InlineData(1, 5, 1), InlineData(3, 7, 2), InlineData(300, 784, 1), InlineData(300, 784, 2), InlineData(301, 333, 3), InlineData(2, 100_001, 2), InlineData(0, 4, 2)]
    public void Elements_and_rows_arrive_where_they_belong(int rows, int width, int threads)
    {
        var (run, x) = Doubling(rows, width, threads);
        float[] table = [.. Enumerable.Range(0, (rows + 5) * width).Select(i => (float)i)];
        for (int round = 0; round < 3; round++)
        {
            run.Feed<float>(x, table.AsSpan(0, rows * width));
            Assert.True(run.Input<float>(x).SequenceEqual(table.AsSpan(0, rows * width)));
            int[] which = [.. Enumerable.Range(0, rows).Select(i => (i * 7 + round) % (rows + 5))];
            run.FeedRows<float>(x, table, which);
            for (int i = 0; i < rows; i++) Assert.True(run.Input<float>(x).Slice(i * width, width).SequenceEqual(table.AsSpan(which[i] * width, width)), $"row {i}");
        }
    }

    [Fact]
    public void Rows_may_lie_in_several_first_dimensions()
    {
        var (program, g) = BuiltIn.NewGraph();
        Value x = g.Input("x", ElementType.Float32, [2, 3, 2]), y = x + x;
        var run = Cpu.Backend(1).Compile(program, [y]);
        run.FeedRows<float>(x, [0, 1, 2, 3, 4, 5, 6, 7], [3, 0, 1, 1, 2, 0]);
        Assert.Equal([6, 7, 0, 1, 2, 3, 2, 3, 4, 5, 0, 1], run.Input<float>(x));
        Assert.Contains("4 rows", Assert.Throws<NablaException>(() => run.FeedRows<float>(x, new float[12], [0, 0, 0, 0])).Message);
    }

    [Fact]
    public void Feeding_allocates_nothing()
    {
        var (run, x) = Doubling(200, 784, 2);
        float[] table = new float[400 * 784];
        int[] rows = [.. Enumerable.Range(0, 200)];
        for (int i = 0; i < 100; i++) Both();
        Assert.Equal(0, Allocated.ByCalls(100, Both));

        void Both()
        {
            run.Feed<float>(x, table.AsSpan(784, 200 * 784));
            run.FeedRows<float>(x, table, rows);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var (run, x) = Doubling(3, 4, 2);
        float[] table = new float[20];
        Assert.Contains("12 elements", Assert.Throws<NablaException>(() => run.Feed<float>(x, table)).Message);
        Assert.Contains("2 rows", Assert.Throws<NablaException>(() => run.FeedRows<float>(x, table, [0, 1])).Message);
        Assert.Contains("row 5 of a table of 5 rows", Assert.Throws<NablaException>(() => run.FeedRows<float>(x, table, [0, 5, 1])).Message);
        Assert.Contains("row -1", Assert.Throws<NablaException>(() => run.FeedRows<float>(x, table, [0, -1, 1])).Message);
        Assert.Contains("f32", Assert.Throws<NablaException>(() => run.Feed<double>(x, new double[12])).Message);
    }
}
