using System.Runtime.ExceptionServices;

namespace Nabla.OnnxRuntime;

/// <summary>The one thread that runs a device's sessions: a CUDA graph is replayed by the thread that recorded it, and the caller may prepare the next batch meanwhile.</summary>
sealed class DeviceThread : IDisposable
{
    readonly ManualResetEventSlim _begin = new(false, 2000), _done = new(true, 2000);
    Action? _work;
    Thread? _thread;
    ExceptionDispatchInfo? _failure;
    volatile bool _ends;

    /// <summary>Starts work after what is still running.</summary>
    public void Start(Action work)
    {
        Wait();
        if (_thread is null)
        {
            _thread = new(Loop) { IsBackground = true, Name = "nabla device" };
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

    void Loop()
    {
        while (true)
        {
            _begin.Wait();
            _begin.Reset();
            if (_ends) return;
            try
            {
                _work!();
            }
            catch (Exception e)
            {
                _failure = ExceptionDispatchInfo.Capture(e);
            }
            _done.Set();
        }
    }

    public void Dispose()
    {
        _done.Wait();
        _ends = true;
        _begin.Set();
    }
}
