using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nabla.Ops;

/// <summary>Between bool tensors (one byte an element) and lane masks (all bits of an element), built up from 128-bit halves.</summary>
internal static unsafe class ByteMask
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load128<T>(byte* p) where T : unmanaged
    {
        if (sizeof(T) == 4)
        {
            var bytes = Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(p)).AsByte();
            return (~Vector128.Equals(Vector128.WidenLower(Vector128.WidenLower(bytes)), Vector128<uint>.Zero)).As<uint, T>();
        }
        var pair = Vector128.Create(p[0], (ulong)p[1]);
        return (~Vector128.Equals(pair, Vector128<ulong>.Zero)).As<ulong, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load256<T>(byte* p) where T : unmanaged =>
        Vector256.Create(Load128<T>(p), Load128<T>(p + 16 / sizeof(T)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load512<T>(byte* p) where T : unmanaged =>
        Vector512.Create(Load256<T>(p), Load256<T>(p + 32 / sizeof(T)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store128<T>(Vector128<T> mask, byte* p) where T : unmanaged
    {
        if (sizeof(T) == 4)
        {
            var words = Vector128.Narrow(mask.AsUInt32(), mask.AsUInt32());
            var bytes = Vector128.Narrow(words, words) & Vector128<byte>.One;
            Unsafe.WriteUnaligned(p, bytes.AsUInt32().ToScalar());
            return;
        }
        p[0] = (byte)(mask.AsUInt64()[0] & 1);
        p[1] = (byte)(mask.AsUInt64()[1] & 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store256<T>(Vector256<T> mask, byte* p) where T : unmanaged
    {
        Store128(mask.GetLower(), p);
        Store128(mask.GetUpper(), p + 16 / sizeof(T));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store512<T>(Vector512<T> mask, byte* p) where T : unmanaged
    {
        Store256(mask.GetLower(), p);
        Store256(mask.GetUpper(), p + 32 / sizeof(T));
    }
}
