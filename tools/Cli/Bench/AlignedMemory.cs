using System.Runtime.InteropServices;

namespace Nabla.Cli;

/// <summary>Random floats where a benchmark wants them: aligned to a cache line, with room for a lane behind.</summary>
sealed unsafe class AlignedMemory : IDisposable
{
    public AlignedMemory(long count)
    {
        Pointer = (float*)NativeMemory.AlignedAlloc((nuint)(count + 64) * sizeof(float), 64);
        var random = new Random(1);
        for (long i = 0; i < count + 64; i++) Pointer[i] = random.NextSingle() - 0.5f;
    }

    public float* Pointer { get; }

    public void Dispose() => NativeMemory.AlignedFree(Pointer);
}
