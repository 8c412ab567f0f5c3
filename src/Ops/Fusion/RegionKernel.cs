namespace Nabla.Ops;

/// <summary>Runs a region over its whole shape, shared among the threads.</summary>
sealed class RegionKernel(RegionCode code) : Kernel, IParallelBody
{
    // A hand-over costs microseconds: what is smaller than this many elements stays on one thread.
    const long Grain = 16384;

    readonly bool _isOnePiece = code.IsOnePiece;

    public override void Run(WorkerPool pool)
    {
        if (_isOnePiece) code.RunAtOnce();
        else if (code.Rows == 1) pool.For(this, checked((int)code.Columns), (int)Grain);
        else pool.For(this, checked((int)code.Rows), (int)Math.Clamp(Grain / Math.Max(1, code.Columns), 1, int.MaxValue));
    }

    public override void Prepare() => code.Prepare();

    public void Run(int begin, int end, int worker)
    {
        if (code.Rows == 1) code.Run(0, 1, begin, end - begin, worker);
        else code.Run(begin, end - begin, 0, code.Columns, worker);
    }
}
