using System.Runtime.ExceptionServices;

namespace Nabla;

/// <summary>
/// A loop over a few items of milliseconds each, at the start of a process. <see cref="Parallel"/> does the same and takes 30 ms of a start to be loaded and compiled itself.
/// </summary>
static class StartupLoop
{
    /// <summary>Does 0 … <paramref name="count"/> − 1, in any order, on this thread and up to <paramref name="threads"/> − 1 others. An exception is thrown when all are done, the first one only.</summary>
    public static void For(int count, int threads, Action<int> body)
    {
        int next = -1;
        Exception? failure = null;
        var others = new Task[Math.Max(0, Math.Min(threads, count) - 1)];
        for (int i = 0; i < others.Length; i++) others[i] = Task.Run(Share);
        Share();
        Task.WaitAll(others);
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);

        void Share()
        {
            for (int i; (i = Interlocked.Increment(ref next)) < count;)
            {
                try
                {
                    body(i);
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref failure, e, null);
                }
            }
        }
    }
}
