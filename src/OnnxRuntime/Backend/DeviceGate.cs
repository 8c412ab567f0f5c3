namespace Nabla.OnnxRuntime;

/// <summary>Who may use devices now. While a session records its kernels, CUDA refuses allocations and copies of every thread of the process, so a recording is alone; all else goes side by side.</summary>
static class DeviceGate
{
    static readonly ReaderWriterLockSlim Gate = new(LockRecursionPolicy.SupportsRecursion);

    /// <summary>Waits for a recording to end, and holds off the next one until it is disposed of.</summary>
    public static Pass Shared()
    {
        Gate.EnterReadLock();
        return new(Gate, false);
    }

    /// <summary>The same for work on a device; the CPU needs no pass.</summary>
    public static Pass Shared(Device device) => device.IsCpu ? default : Shared();

    /// <summary>Waits for all others to end, and holds them off until it is disposed of.</summary>
    public static Pass Alone()
    {
        // A tensor that nobody holds any more is freed by the finalizer's thread, which asks nobody.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Gate.EnterWriteLock();
        return new(Gate, true);
    }

    /// <summary>The right to use devices, of the thread that got it. The default is that of who uses none.</summary>
    public readonly struct Pass(ReaderWriterLockSlim gate, bool isAlone) : IDisposable
    {
        /// <summary>Gives it back.</summary>
        public void Dispose()
        {
            if (isAlone) gate.ExitWriteLock();
            else gate?.ExitReadLock();
        }
    }
}
