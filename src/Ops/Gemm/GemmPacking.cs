using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Ops;

/// <summary>Copies strips of an operand into the order in which the micro-kernel reads them.</summary>
internal static unsafe class GemmPacking
{
    // Rows between what is asked for and what is copied: each lies on a page of its own, where the processor does not look ahead by itself.
    private const int Ahead = 8;

    /// <summary>
    /// <c>to[p·width + i] = from[i·across + p·along]</c> for i &lt; count and p &lt; k; the rest of each strip of <paramref name="width"/> is filled up with numbers that nothing uses.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Strip<T>(T* from, nint across, nint along, int count, int k, int width, T* to) where T : unmanaged, INumber<T>
    {
        if (across == 1 && count < width && Vector256.IsHardwareAccelerated && width % Vector256<T>.Count == 0)
        {
            Padded(from, along, count, k, width, to);
            return;
        }
        if (count < width) new Span<T>(to, checked(k * width)).Clear();
        Copy(from, across, along, count, k, width, to);
    }

    /// <summary><c>to[p·width + i] = from[i·across + p·along]</c> for i &lt; count and p &lt; k; nothing else is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<T>(T* from, nint across, nint along, int count, int k, int width, T* to) where T : unmanaged
    {
        if (across == 1)
        {
            Rows(from, along, count, k, width, to);
            return;
        }
        int i = along == 1 && typeof(T) == typeof(float) ? GemmTurning.Copy((float*)from, across, count, k, width, (float*)to) : 0;

        // Four strips' columns at a time, so that a read cache line is used up before it is evicted.
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

    /// <summary>Several full strips whose elements lie side by side: <c>to[s·apart + p·width + i] = from[p·along + s·width + i]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Strips<T>(T* from, nint along, int strips, int k, int width, T* to, nint apart) where T : unmanaged
    {
        int bytes = width * sizeof(T), all = strips * bytes;
        for (nint p = 0; p < k; p++, from += along, to += width)
        {
            byte* read = (byte*)from, later = (byte*)(from + Ahead * along);
            if (Sse.IsSupported) for (int at = 0; at < all; at += 64) Sse.Prefetch1(later + at);
            for (int s = 0; s < strips; s++, read += bytes) Row(read, (byte*)(to + s * apart), bytes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(byte* from, byte* to, int bytes)
    {
        nint at = 0;
        for (; at + 32 <= bytes; at += 32) Vector256.Load(from + at).Store(to + at);
        if ((bytes & 16) != 0)
        {
            Vector128.Load(from + at).Store(to + at);
            at += 16;
        }
        if ((bytes & 8) != 0) *(long*)(to + at) = *(long*)(from + at);
    }

    // A strip that is not full, its elements side by side; what fills it up is never used.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Padded<T>(T* from, nint along, int count, int k, int width, T* to) where T : unmanaged, INumber<T>
    {
        int full = count & -Vector256<T>.Count, left = count - full;
        for (nint p = 0; p < k; p++, from += along, to += width)
        {
            int i = 0;
            for (; i < full; i += Vector256<T>.Count) Vector256.Load(from + i).Store(to + i);
            if (left > 0)
            {
                PartialVector.Load256(from + i, left).Store(to + i);
                i += Vector256<T>.Count;
            }
            for (; i < width; i += Vector256<T>.Count) Vector256<T>.Zero.Store(to + i);
        }
    }

    // Elements that lie side by side here and there.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<T>(T* from, nint along, int count, int k, int width, T* to) where T : unmanaged
    {
        int bytes = count * sizeof(T);
        // Whole steps of 8 bytes, as all full strips have.
        if (bytes % 8 == 0)
        {
            for (nint p = 0; p < k; p++, from += along, to += width) Row((byte*)from, (byte*)to, bytes);
        }
        else
        {
            for (nint p = 0; p < k; p++, from += along, to += width) Unsafe.CopyBlockUnaligned(to, from, (uint)bytes);
        }
    }
}
