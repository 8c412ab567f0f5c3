using System.Runtime.CompilerServices;

namespace Nabla.Tests.Execution;

public sealed class WorkerPoolTests
{
    private sealed class Body(Action<int, int, int> run) : IParallelBody
    {
        public void Run(int begin, int end, int worker) => run(begin, end, worker);
    }

    [Theory]
    [InlineData(1, 1000, 1), InlineData(2, 1000, 7), InlineData(3, 1, 1), InlineData(4, 100_003, 16), InlineData(2, 0, 4), InlineData(8, 33, 5)]
    public void Every_item_runs_once_in_ranges_split_at_the_grain(int threads, int count, int grain)
    {
        var pool = new WorkerPool(threads);
        for (int round = 0; round < 200; round++)
        {
            int[] seen = new int[count];
            bool split = true;
            var body = new Body((begin, end, worker) =>
            {
                if (begin % grain != 0 || (end % grain != 0 && end != count) || worker < 0 || worker >= threads) split = false;
                for (int i = begin; i < end; i++) Interlocked.Increment(ref seen[i]);
            });
            pool.For(body, count, grain);
            Assert.True(Array.TrueForAll(seen, times => times == 1));
            Assert.True(split);
        }
    }

    [Fact]
    public void A_loop_of_some_length_uses_more_than_one_thread()
    {
        var pool = new WorkerPool(2);
        var body = new Body((_, _, _) => Thread.Sleep(5));
        pool.For(body, 8, 1);
        Assert.Equal(1, pool.Dispatched);
    }

    [Fact]
    public void A_single_range_runs_on_the_caller()
    {
        var pool = new WorkerPool(2);
        int thread = 0;
        pool.For(new Body((_, _, _) => thread = Environment.CurrentManagedThreadId), 16, 16);
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
        Assert.Equal(0, pool.Dispatched);
    }

    [Fact]
    public void An_exception_reaches_the_caller_and_the_pool_lives_on()
    {
        var pool = new WorkerPool(3);
        for (int bad = 0; bad < 50; bad++)
        {
            var body = new Body((begin, end, _) =>
            {
                if (begin <= bad && bad < end) throw new InvalidOperationException("broken");
            });
            var error = Assert.Throws<InvalidOperationException>(() => pool.For(body, 50, 1));
            Assert.Equal("broken", error.Message);
        }
        int sum = 0;
        pool.For(new Body((begin, end, _) => Interlocked.Add(ref sum, end - begin)), 1000, 1);
        Assert.Equal(1000, sum);
    }

    [Fact]
    public void A_nested_loop_runs_inline_under_the_same_worker()
    {
        var pool = new WorkerPool(2);
        int sum = 0;
        bool same = true;
        var outer = new Body((begin, end, worker) =>
        {
            int thread = Environment.CurrentManagedThreadId;
            var inner = new Body((b, e, w) =>
            {
                if (w != worker || Environment.CurrentManagedThreadId != thread) same = false;
                Interlocked.Add(ref sum, e - b);
            });
            for (int i = begin; i < end; i++) pool.For(inner, 10, 1);
        });
        pool.For(outer, 100, 1);
        Assert.Equal(1000, sum);
        Assert.True(same);
    }

    [Fact]
    public void Callers_on_several_threads_do_not_disturb_each_other()
    {
        var pool = new WorkerPool(2);
        Parallel.For(0, 4, _ =>
        {
            for (int round = 0; round < 500; round++)
            {
                int sum = 0;
                pool.For(new Body((begin, end, _) => Interlocked.Add(ref sum, end - begin)), 100, 3);
                Assert.Equal(100, sum);
            }
        });
    }

    [Fact]
    public void A_loop_allocates_nothing()
    {
        var pool = new WorkerPool(2);
        var body = new Body((_, _, _) => Thread.SpinWait(50));
        for (int i = 0; i < 100; i++) pool.For(body, 64, 1);
        Assert.Equal(0, Allocated.ByCalls(1000, () => pool.For(body, 64, 1)));
    }

    [Fact]
    public void A_dropped_pool_is_collected()
    {
        var dropped = Use();
        for (int i = 0; i < 50 && dropped.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(10);
        }
        Assert.False(dropped.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Use()
    {
        var pool = new WorkerPool(2);
        pool.For(new Body((_, _, _) => Thread.Sleep(1)), 8, 1);
        return new WeakReference(pool);
    }
}
