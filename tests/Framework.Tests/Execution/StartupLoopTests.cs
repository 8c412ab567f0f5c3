namespace Nabla.Tests.Execution;

public class StartupLoopTests
{
    [Theory]
    [InlineData(0, 1), InlineData(0, 4), InlineData(1, 4), InlineData(100, 1), InlineData(100, 4), InlineData(2, 8)]
    public void Every_item_is_done_once(int count, int threads)
    {
        var done = new int[count];
        StartupLoop.For(count, threads, i => Interlocked.Increment(ref done[i]));
        Assert.All(done, times => Assert.Equal(1, times));
    }

    [Fact]
    public void Two_threads_share_a_loop()
    {
        using var both = new Barrier(2);
        StartupLoop.For(2, 2, _ => Assert.True(both.SignalAndWait(TimeSpan.FromMinutes(1)), "one thread did both"));
    }

    [Theory]
    [InlineData(1), InlineData(3)]
    public void An_exception_is_thrown_when_all_are_done(int threads)
    {
        int done = 0;
        var e = Assert.Throws<InvalidOperationException>(() => StartupLoop.For(6, threads, i =>
        {
            Interlocked.Increment(ref done);
            if (i == 2) throw new InvalidOperationException("third");
        }));
        Assert.Equal("third", e.Message);
        Assert.Equal(6, done);
    }
}
