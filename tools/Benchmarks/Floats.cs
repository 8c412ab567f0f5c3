using System.Runtime.InteropServices;

namespace Nabla.Benchmarks;

/// <summary>Random floats, aligned to a cache line, with room for a lane behind.</summary>
static unsafe class Floats
{
    public static float* Draw(long count)
    {
        var memory = (float*)NativeMemory.AlignedAlloc((nuint)(count + 64) * sizeof(float), 64);
        var random = new Random(1);
        for (long i = 0; i < count + 64; i++) memory[i] = random.NextSingle() - 0.5f;
        return memory;
    }
}
