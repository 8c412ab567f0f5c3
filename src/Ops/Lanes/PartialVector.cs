using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Ops;

/// <summary>Loads and stores of a vector's first elements that touch nothing beyond: by hardware masks where x86 has them, else by a copy.</summary>
internal static unsafe class PartialVector
{
    // A window into this table, `count` elements before the zeros, is the mask of the first `count` elements.
    private static ReadOnlySpan<int> First =>
    [
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Mask512(int words) => Vector512.LoadUnsafe(in First[0], (nuint)(16 - words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Mask256(int words) => Vector256.LoadUnsafe(in First[0], (nuint)(16 - words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Mask128(int words) => Vector128.LoadUnsafe(in First[0], (nuint)(16 - words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load128<T>(T* p, int count) where T : unmanaged, INumber<T>
    {
        if (Avx2.IsSupported)
        {
            var mask = Mask128(count * sizeof(T) / 4);
            return Vector128.ConditionalSelect(mask.As<int, T>(), Avx2.MaskLoad((int*)p, mask).As<int, T>(), Vector128<T>.One);
        }
        var v = Vector128<T>.One;
        Unsafe.CopyBlockUnaligned(&v, p, (uint)(count * sizeof(T)));
        return v;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load256<T>(T* p, int count) where T : unmanaged, INumber<T>
    {
        if (Avx2.IsSupported)
        {
            var mask = Mask256(count * sizeof(T) / 4);
            return Vector256.ConditionalSelect(mask.As<int, T>(), Avx2.MaskLoad((int*)p, mask).As<int, T>(), Vector256<T>.One);
        }
        var v = Vector256<T>.One;
        Unsafe.CopyBlockUnaligned(&v, p, (uint)(count * sizeof(T)));
        return v;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load512<T>(T* p, int count) where T : unmanaged, INumber<T>
    {
        if (Avx512F.IsSupported) return Avx512F.MaskLoad((int*)p, Mask512(count * sizeof(T) / 4), Vector512<T>.One.AsInt32()).As<int, T>();
        int half = 32 / sizeof(T);
        return count < half
            ? Vector512.Create(Load256(p, count), Vector256<T>.One)
            : Vector512.Create(Vector256.Load(p), count == half ? Vector256<T>.One : Load256(p + half, count - half));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store128<T>(Vector128<T> v, T* p, int count) where T : unmanaged, INumber<T>
    {
        // AMD's processors take many cycles for AVX2's masked stores, few for those of AVX-512.
        if (Avx512F.VL.IsSupported) Avx512F.VL.MaskStore((int*)p, Mask128(count * sizeof(T) / 4), v.AsInt32());
        else if (Avx2.IsSupported) Avx2.MaskStore((int*)p, Mask128(count * sizeof(T) / 4), v.AsInt32());
        else Unsafe.CopyBlockUnaligned(p, &v, (uint)(count * sizeof(T)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store256<T>(Vector256<T> v, T* p, int count) where T : unmanaged, INumber<T>
    {
        if (Avx512F.VL.IsSupported) Avx512F.VL.MaskStore((int*)p, Mask256(count * sizeof(T) / 4), v.AsInt32());
        else if (Avx2.IsSupported) Avx2.MaskStore((int*)p, Mask256(count * sizeof(T) / 4), v.AsInt32());
        else Unsafe.CopyBlockUnaligned(p, &v, (uint)(count * sizeof(T)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store512<T>(Vector512<T> v, T* p, int count) where T : unmanaged, INumber<T>
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.MaskStore((int*)p, Mask512(count * sizeof(T) / 4), v.AsInt32());
            return;
        }
        int half = 32 / sizeof(T);
        if (count < half)
        {
            Store256(v.GetLower(), p, count);
            return;
        }
        v.GetLower().Store(p);
        if (count > half) Store256(v.GetUpper(), p + half, count - half);
    }
}
