namespace Nabla;

/// <summary>Work that <see cref="WorkerPool.For"/> runs over ranges. An object made once and run often, so that running allocates nothing.</summary>
public interface IParallelBody
{
    /// <summary>Does the items <paramref name="begin"/> … <paramref name="end"/> − 1.</summary>
    /// <param name="begin">The first item: a multiple of the grain.</param>
    /// <param name="end">The item after the last: a multiple of the grain, or the count.</param>
    /// <param name="worker">Which of the pool's threads runs it, 0 … Threads − 1: an index for scratch memory.</param>
    void Run(int begin, int end, int worker);
}
