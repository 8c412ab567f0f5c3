using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Ops;

/// <summary>Copies rows of floats into columns, blocks of four terms at a time in registers.</summary>
internal static unsafe class GemmTurning
{
    // Terms at a time: what is written of them, and the rows it is read from, lie in the first-level cache until each line is full.
    private const int Part = 32;

    /// <summary><c>to[p·width + i] = from[i·across + p]</c> for p &lt; k and i from 0 on.</summary>
    /// <returns>How many i it did, at most <paramref name="count"/>: none where the processor has no such registers.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Copy(float* from, nint across, int count, int k, int width, float* to)
    {
        if (!Sse.IsSupported && !AdvSimd.Arm64.IsSupported) return 0;
        int done = 0;
        for (int begin = 0; begin < k; begin += Part, from += Part, to += Part * width)
        {
            int terms = Math.Min(Part, k - begin);
            done = 0;
            if (Avx512F.IsSupported) for (; done + 16 <= count; done += 16) Sixteen(from + done * across, across, terms, width, to + done);
            if (Avx.IsSupported) for (; done + 8 <= count; done += 8) Eight(from + done * across, across, terms, width, to + done);
            for (; done + 4 <= count; done += 4) Four(from + done * across, across, terms, width, to + done);
            if (done + 2 > count) continue;
            Two(from + done * across, across, terms, width, to + done);
            done += 2;
        }
        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sixteen(float* a, nint across, int k, int width, float* to)
    {
        nint p = 0;
        for (int i = 0; i < 16; i++) Ask(a + i * across);
        for (; p + 4 <= k; p += 4, to += 4 * width)
        {
            float* r = a + p;
            var x = Rows(r, across);
            var y = Rows(r + across, across);
            var z = Rows(r + 2 * across, across);
            var w = Rows(r + 3 * across, across);
            Vector512<float> evenLow = Avx512F.UnpackLow(x, z), oddLow = Avx512F.UnpackLow(y, w), evenHigh = Avx512F.UnpackHigh(x, z), oddHigh = Avx512F.UnpackHigh(y, w);
            Avx512F.UnpackLow(evenLow, oddLow).Store(to);
            Avx512F.UnpackHigh(evenLow, oddLow).Store(to + width);
            Avx512F.UnpackLow(evenHigh, oddHigh).Store(to + 2 * width);
            Avx512F.UnpackHigh(evenHigh, oddHigh).Store(to + 3 * width);
        }
        Rest(a, across, 16, p, k, width, to);
    }

    // Four elements of every fourth row.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Rows(float* r, nint across)
    {
        var x = Avx512F.InsertVector128(Vector512<float>.Zero, Vector128.Load(r), 0);
        x = Avx512F.InsertVector128(x, Vector128.Load(r + 4 * across), 1);
        x = Avx512F.InsertVector128(x, Vector128.Load(r + 8 * across), 2);
        return Avx512F.InsertVector128(x, Vector128.Load(r + 12 * across), 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(float* a, nint across, int k, int width, float* to)
    {
        float* b = a + across, c = b + across, d = c + across;
        nint next = 4 * across, p = 0;
        for (int i = 0; i < 8; i++) Ask(a + i * across);
        for (; p + 4 <= k; p += 4, to += 4 * width)
        {
            var x = Vector256.Create(Vector128.Load(a + p), Vector128.Load(a + next + p));
            var y = Vector256.Create(Vector128.Load(b + p), Vector128.Load(b + next + p));
            var z = Vector256.Create(Vector128.Load(c + p), Vector128.Load(c + next + p));
            var w = Vector256.Create(Vector128.Load(d + p), Vector128.Load(d + next + p));
            Vector256<float> evenLow = Avx.UnpackLow(x, z), oddLow = Avx.UnpackLow(y, w), evenHigh = Avx.UnpackHigh(x, z), oddHigh = Avx.UnpackHigh(y, w);
            Avx.UnpackLow(evenLow, oddLow).Store(to);
            Avx.UnpackHigh(evenLow, oddLow).Store(to + width);
            Avx.UnpackLow(evenHigh, oddHigh).Store(to + 2 * width);
            Avx.UnpackHigh(evenHigh, oddHigh).Store(to + 3 * width);
        }
        Rest(a, across, 8, p, k, width, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(float* a, nint across, int k, int width, float* to)
    {
        float* b = a + across, c = b + across, d = c + across;
        nint p = 0;
        for (int i = 0; i < 4; i++) Ask(a + i * across);
        for (; p + 4 <= k; p += 4, to += 4 * width)
        {
            var (x, y, z, w) = (Vector128.Load(a + p), Vector128.Load(b + p), Vector128.Load(c + p), Vector128.Load(d + p));
            Vector128<float> evenLow = ZipLow(x, z), oddLow = ZipLow(y, w), evenHigh = ZipHigh(x, z), oddHigh = ZipHigh(y, w);
            ZipLow(evenLow, oddLow).Store(to);
            ZipHigh(evenLow, oddLow).Store(to + width);
            ZipLow(evenHigh, oddHigh).Store(to + 2 * width);
            ZipHigh(evenHigh, oddHigh).Store(to + 3 * width);
        }
        Rest(a, across, 4, p, k, width, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(float* a, nint across, int k, int width, float* to)
    {
        float* b = a + across;
        nint p = 0;
        for (; p + 4 <= k; p += 4, to += 4 * width)
        {
            var (x, y) = (Vector128.Load(a + p), Vector128.Load(b + p));
            var (low, high) = (ZipLow(x, y), ZipHigh(x, y));
            low.GetLower().Store(to);
            low.GetUpper().Store(to + width);
            high.GetLower().Store(to + 2 * width);
            high.GetUpper().Store(to + 3 * width);
        }
        Rest(a, across, 2, p, k, width, to);
    }

    private static void Rest(float* from, nint across, int rows, nint p, int k, int width, float* to)
    {
        for (; p < k; p++, to += width)
            for (int i = 0; i < rows; i++) to[i] = from[i * across + p];
    }

    // A row's next part: so many rows, each on a page of its own, are more than the processor looks ahead in.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Ask(float* row)
    {
        if (!Sse.IsSupported) return;
        Sse.Prefetch0(row + Part);
        Sse.Prefetch0(row + Part + 16);
    }

    // x0 y0 x1 y1
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> x, Vector128<float> y) => Sse.IsSupported ? Sse.UnpackLow(x, y) : AdvSimd.Arm64.ZipLow(x, y);

    // x2 y2 x3 y3
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> x, Vector128<float> y) => Sse.IsSupported ? Sse.UnpackHigh(x, y) : AdvSimd.Arm64.ZipHigh(x, y);
}
