namespace Nabla;

/// <summary>placeholder.</summary>
public interface IParallelBody
{
    /// <summary>x.</summary>
    void Run(int begin, int end, int worker);
}

/// <summary>placeholder.</summary>
public sealed class WorkerPool(int threads)
{
    /// <summary>x.</summary>
    public int Threads => threads;

    /// <summary>x.</summary>
    public void For(IParallelBody body, int count, int grain) => body.Run(0, count, 0);
}
