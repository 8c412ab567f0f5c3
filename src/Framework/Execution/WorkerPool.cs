namespace Nabla;

/// <summary>
/// A fixed set of threads that share loops. A loop is handed over in about a microsecond while the threads are warm; after a short idle time
/// they sleep. Nothing needs disposing: the threads are in the background and end when the pool is dropped.
/// </summary>
public sealed class WorkerPool
{
    private readonly WorkerCrew? _crew;
    private long _dispatched;

    /// <summary>Makes a pool; its threads start with the first loop that needs them.</summary>
    /// <param name="threads">How many threads work on a loop, the caller among them; 0 for one a processor.</param>
    public WorkerPool(int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        Threads = threads == 0 ? Environment.ProcessorCount : threads;
        if (Threads > 1) _crew = new WorkerCrew(Threads - 1);
    }

    /// <summary>Lets the threads end: they know the crew, never the pool, so a dropped pool is collected.</summary>
    ~WorkerPool() => _crew?.Stop();

    /// <summary>How many threads work on a loop, the caller among them.</summary>
    public int Threads { get; }

    /// <summary>How many loops more than one thread really worked on.</summary>
    public long Dispatched => Interlocked.Read(ref _dispatched);

    /// <summary>
    /// Runs <paramref name="body"/> over 0 … <paramref name="count"/> − 1 in ranges split at multiples of <paramref name="grain"/>, handed out as
    /// threads come free; returns when all are done. A loop of one range, inside another loop, or while another thread's loop runs, runs on the caller.
    /// The first exception of any range is thrown here, after the others have ended.
    /// </summary>
    public void For(IParallelBody body, int count, int grain)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(grain, 1);
        if (count <= 0) return;
        if (_crew is null || count <= grain || !_crew.TryEnter())
        {
            body.Run(0, count, _crew?.CurrentWorker ?? 0);
            return;
        }
        try
        {
            if (_crew.Run(body, count, grain)) Interlocked.Increment(ref _dispatched);
        }
        finally
        {
            _crew.Leave();
            GC.KeepAlive(this);
        }
    }
}
