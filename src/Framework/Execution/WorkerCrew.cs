using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Nabla;

/// <summary>The threads of a <see cref="WorkerPool"/> and the one loop they share at a time.</summary>
/// <remarks>
/// Workers wait for <see cref="_epoch"/> to move, then join: joining counts <see cref="_joined"/> up and is valid if the loop is still open, that is
/// the count not negative. The caller closes the loop when its ranges are gone and waits only for those who joined, never for a sleeper to wake.
/// Each thread has a share of every loop, the same from run to run, so that what it wrote last time is still in its caches; when its own is done it
/// takes ranges of the others'.
/// </remarks>
internal sealed class WorkerCrew(int workers)
{
    // How long an idle worker looks for the next loop before it sleeps.
    private static readonly long SpinTicks = Stopwatch.Frequency / 10_000;

    private const int Line = 16;

    [ThreadStatic]
    private static int t_worker;

    [ThreadStatic]
    private static WorkerCrew? t_crew;

    private readonly object _door = new();
    private readonly bool _crowded = workers >= Environment.ProcessorCount;
    private bool _started;
    private int _busy;
    private volatile bool _stopped;
    private int _epoch;
    private int _sleepers;

    private int _joined = int.MinValue;
    private IParallelBody? _body;
    // Where each share goes on, on a cache line of its own.
    private readonly long[] _next = new long[(workers + 2) * Line];
    private int _count;
    private int _chunk;
    private long _share;
    private bool _helped;
    private Exception? _error;

    /// <summary>The index of the running thread in this crew's loop; 0 outside.</summary>
    public int CurrentWorker => t_crew == this ? t_worker : 0;

    /// <summary>Takes the crew unless it is at work, be it for this thread or another.</summary>
    public bool TryEnter() => Volatile.Read(ref _busy) == 0 && Interlocked.CompareExchange(ref _busy, 1, 0) == 0;

    public void Leave() => Volatile.Write(ref _busy, 0);

    public void Stop()
    {
        _stopped = true;
        WakeAll();
    }

    /// <summary>Runs a loop; true if a worker took part in it.</summary>
    public bool Run(IParallelBody body, int count, int grain)
    {
        if (!_started) Start();

        // Eight chunks a thread even out unequal speeds; finer costs more than it evens.
        long units = ((long)count + grain - 1) / grain;
        long chunk = Math.Max(1, units / (8L * (workers + 1))) * grain;
        (_body, _count, _chunk, _helped, _error) = (body, count, (int)Math.Min(chunk, count), false, null);
        long chunks = (count + chunk - 1) / chunk;
        _share = (chunks + workers) / (workers + 1) * chunk;
        for (int owner = 0; owner <= workers; owner++) Next(owner) = owner * _share;
        Interlocked.Add(ref _joined, int.MinValue);
        WakeAll();
        var (outerCrew, outerWorker) = (t_crew, t_worker);
        (t_crew, t_worker) = (this, 0);
        Work(body, 0);
        (t_crew, t_worker) = (outerCrew, outerWorker);

        Interlocked.Add(ref _joined, int.MinValue);
        var wait = new SpinWait();
        while (Volatile.Read(ref _joined) != int.MinValue) wait.SpinOnce(sleep1Threshold: -1);
        _body = null;
        if (_error is { } error)
        {
            _error = null;
            ExceptionDispatchInfo.Throw(error);
        }
        return _helped;
    }

    private void Start()
    {
        _started = true;
        for (int i = 1; i <= workers; i++)
        {
            int worker = i;
            new Thread(() => Live(worker)) { IsBackground = true, Name = $"Nabla worker {worker}" }.Start();
        }
    }

    private void WakeAll()
    {
        Interlocked.Increment(ref _epoch);
        if (Volatile.Read(ref _sleepers) == 0) return;
        lock (_door) Monitor.PulseAll(_door);
    }

    private void Live(int worker)
    {
        (t_crew, t_worker) = (this, worker);
        // Not the current epoch: the loop that started this thread is already open.
        int seen = 0;
        while (true)
        {
            seen = Await(seen);
            if (_stopped) return;
            if (Interlocked.Increment(ref _joined) > 0)
            {
                if (Work(_body!, worker)) Volatile.Write(ref _helped, true);
            }
            Interlocked.Decrement(ref _joined);
        }
    }

    private int Await(int seen)
    {
        long patience = Stopwatch.GetTimestamp() + (_crowded ? SpinTicks / 20 : SpinTicks);
        while (Volatile.Read(ref _epoch) == seen)
        {
            Thread.SpinWait(8);
            if (Stopwatch.GetTimestamp() < patience) continue;
            lock (_door)
            {
                // Counted before the epoch is looked at again: whoever moves it afterwards sees a sleeper and knocks.
                Interlocked.Increment(ref _sleepers);
                while (Volatile.Read(ref _epoch) == seen) Monitor.Wait(_door);
                Interlocked.Decrement(ref _sleepers);
            }
        }
        return Volatile.Read(ref _epoch);
    }

    private ref long Next(int owner) => ref _next[(owner + 1) * Line];

    /// <summary>Takes ranges until none is left, of its own share first; true if there was one.</summary>
    private bool Work(IParallelBody body, int worker)
    {
        bool any = false;
        try
        {
            for (int turn = 0; turn <= workers; turn++)
            {
                int owner = (worker + turn) % (workers + 1);
                long end = Math.Min((owner + 1) * _share, _count);
                while (Volatile.Read(ref Next(owner)) < end)
                {
                    long begin = Interlocked.Add(ref Next(owner), _chunk) - _chunk;
                    if (begin >= end) break;
                    any = true;
                    body.Run((int)begin, (int)Math.Min(begin + _chunk, end), worker);
                }
            }
            return any;
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref _error, error, null);
            for (int owner = 0; owner <= workers; owner++) Interlocked.Exchange(ref Next(owner), (owner + 1) * _share);
            return any;
        }
    }
}
