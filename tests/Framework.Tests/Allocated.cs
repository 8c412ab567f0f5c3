namespace Nabla.Tests;

/// <summary>What calls allocate on the calling thread.</summary>
static class Allocated
{
    /// <summary>The least bytes that so many calls took, of five times: the runtime may compile a method again on this thread, once; what a call allocates would show every time.</summary>
    public static long ByCalls(int calls, Action call) => Enumerable.Range(0, 5).Min(_ =>
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < calls; i++) call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });
}
