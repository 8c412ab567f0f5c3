using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Nabla.OnnxRuntime;

/// <summary>A thread that works for a device. One runs its sessions: a CUDA graph is replayed by the thread that recorded it, and the caller may prepare the next batch meanwhile.
/// Another takes that batch over.</summary>
/// <param name="name">The thread's name.</param>
sealed class DeviceThread(string name) : IDisposable
{
    readonly ManualResetEventSlim _begin = new(false, 2000), _done = new(true, 2000);
    Action? _work;
    Thread? _thread;
    ExceptionDispatchInfo? _failure;
    volatile bool _ends;

    /// <summary>True while work runs.</summary>
    public bool IsBusy => !_done.IsSet;

    /// <summary>Starts work after what is still running.</summary>
    public void Start(Action work)
    {
        Wait();
        if (_thread is null)
        {
            _thread = new(Loop) { IsBackground = true, Name = name };
            _thread.Start();
        }
        _work = work;
        _done.Reset();
        _begin.Set();
    }

    /// <summary>Waits for what is running, and throws what it threw.</summary>
    public void Wait()
    {
        _done.Wait();
        if (Interlocked.Exchange(ref _failure, null) is { } failure) failure.Throw();
    }

    /// <summary>Waits for what is running; what it threw is for <see cref="Wait"/> to throw.</summary>
    public void Settle() => _done.Wait();

    void Loop()
    {
        while (true)
        {
            _begin.Wait();
            _begin.Reset();
            if (_ends) return;
            Work();
            _done.Set();
        }
    }

    // The work is not held any longer than it runs, in a field or on the stack: what it belongs to may be gone afterwards.
    [MethodImpl(MethodImplOptions.NoInlining)]
    void Work()
    {
        try
        {
            Interlocked.Exchange(ref _work, null)!();
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
    }

    public void Dispose()
    {
        _done.Wait();
        _ends = true;
        _begin.Set();
    }
}
