using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>Copies strips of an operand into the order in which the micro-kernel reads them.</summary>
internal static unsafe class GemmPacking
{
    /// <summary>
    /// <c>to[p·width + i] = from[i·across + p·along]</c> for i &lt; count and p &lt; k; zero for the rest of each strip of <paramref name="width"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Strip<T>(T* from, nint across, nint along, int count, int k, int width, T* to) where T : unmanaged
    {
        if (count < width) new Span<T>(to, checked(k * width)).Clear();
        if (across == 1)
        {
            for (nint p = 0; p < k; p++, from += along, to += width)
                Unsafe.CopyBlockUnaligned(to, from, (uint)(count * sizeof(T)));
            return;
        }

        // Four strips' columns at a time, so that a read cache line is used up before it is evicted.
        int i = 0;
        for (; i + 4 <= count; i += 4)
        {
            T* a = from + i * across, b = a + across, c = b + across, d = c + across;
            T* t = to + i;
            for (nint p = 0, q = 0; p < k; p++, q += along, t += width)
            {
                t[0] = a[q];
                t[1] = b[q];
                t[2] = c[q];
                t[3] = d[q];
            }
        }
        for (; i < count; i++)
        {
            T* a = from + i * across, t = to + i;
            for (nint p = 0; p < k; p++) t[p * width] = a[p * along];
        }
    }
}
