using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nabla.Ops;

/// <summary>
/// Reduces contiguous elements in a fixed order: 128 bytes of elements side by side in stripes, folded by halves at the end; so the bits are the
/// same at any register width.
/// </summary>
public static unsafe class RowReduction<T, R> where T : unmanaged, INumber<T> where R : struct, IReduction
{
    /// <summary>Longer rows are reduced in blocks of so many elements, which then are combined in order: work for several threads.</summary>
    public const int Block = 4096;

    /// <summary>⊕ map(x) over <paramref name="n"/> elements from <paramref name="p"/>, block by block.</summary>
    public static T Total<L>(T* p, nint n) where L : struct, ILane<L>
    {
        T total = One<L>(p, Math.Min(n, Block));
        for (nint i = Block; i < n; i += Block) total = Combine(total, One<L>(p + i, Math.Min(n - i, Block)));
        return total;
    }

    /// <summary>a ⊕ b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Combine(T a, T b) => R.Combine(new Scalar<T>(a), new Scalar<T>(b)).Value;

    /// <summary>The end of a reduction of <paramref name="count"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Finish(T total, nint count) => R.Finish(new Scalar<T>(total), Scalar<T>.Of(count)).Value;

    /// <summary>⊕ map(x) of one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T One<L>(T* p, nint n) where L : struct, ILane<L>
    {
        int vectors = 128 / sizeof(T) / L.Width;
        L neutral = R.Neutral<L>(), start = R.Map(neutral);
        L a0 = start, a1 = start, a2 = start, a3 = start, a4 = start, a5 = start, a6 = start, a7 = start;
        nint i = 0, w = L.Width, stripes = 128 / sizeof(T);
        for (; i + stripes <= n; i += stripes)
        {
            a0 = R.Combine(a0, R.Map(L.Load(p, i)));
            a1 = R.Combine(a1, R.Map(L.Load(p, i + w)));
            if (vectors > 2)
            {
                a2 = R.Combine(a2, R.Map(L.Load(p, i + 2 * w)));
                a3 = R.Combine(a3, R.Map(L.Load(p, i + 3 * w)));
            }
            if (vectors > 4)
            {
                a4 = R.Combine(a4, R.Map(L.Load(p, i + 4 * w)));
                a5 = R.Combine(a5, R.Map(L.Load(p, i + 5 * w)));
                a6 = R.Combine(a6, R.Map(L.Load(p, i + 6 * w)));
                a7 = R.Combine(a7, R.Map(L.Load(p, i + 7 * w)));
            }
        }
        for (int j = 0; i < n; i += w, j++)
        {
            var x = R.Map(i + w <= n ? L.Load(p, i) : Padded(p, i, (int)(n - i), neutral));
            switch (j)
            {
                case 0: a0 = R.Combine(a0, x); break;
                case 1: a1 = R.Combine(a1, x); break;
                case 2: a2 = R.Combine(a2, x); break;
                case 3: a3 = R.Combine(a3, x); break;
                case 4: a4 = R.Combine(a4, x); break;
                case 5: a5 = R.Combine(a5, x); break;
                case 6: a6 = R.Combine(a6, x); break;
                default: a7 = R.Combine(a7, x); break;
            }
        }
        if (vectors > 4)
        {
            a0 = R.Combine(a0, a4);
            a1 = R.Combine(a1, a5);
            a2 = R.Combine(a2, a6);
            a3 = R.Combine(a3, a7);
        }
        if (vectors > 2)
        {
            a0 = R.Combine(a0, a2);
            a1 = R.Combine(a1, a3);
        }
        return Fold(R.Combine(a0, a1));
    }

    // A literal: it lies in the image at a fixed address, where `new byte[64]` would be allocated at every call, and moved by the collector.
    private static ReadOnlySpan<byte> Zeros => "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"u8;

    /// <summary>The last elements, then neutral ones. Through registers: a round trip by way of the stack would wait for the stores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Padded<L>(T* p, nint i, int count, L neutral) where L : struct, ILane<L>
    {
        // What a partial load does not load is 1, so zeros loaded so far mark the elements that are there.
        void* zeros = Unsafe.AsPointer(ref MemoryMarshal.GetReference(Zeros));
        var there = L.Equal(L.LoadPartial(zeros, 0, count), L.Zero);
        return L.Select(there, L.LoadPartial(p, i, count), neutral);
    }

    private static T Fold<L>(L x) where L : struct, ILane<L>
    {
        Vector512<T> buffer = default;
        x.Store(&buffer, 0);
        T* p = (T*)&buffer;
        for (int half = L.Width / 2; half > 0; half /= 2)
            for (int i = 0; i < half; i++) p[i] = Combine(p[i], p[i + half]);
        return p[0];
    }
}
