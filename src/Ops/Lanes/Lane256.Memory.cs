using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nabla.Ops;

public readonly unsafe partial struct Lane256<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Load(void* p, nint i) => new(Vector256.Load((T*)p + i));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Splat(void* p) => new(Vector256.Create(*(T*)p));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(void* p, nint i) => _v.Store((T*)p + i);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> LoadPartial(void* p, nint i, int count) => new(PartialVector.Load256((T*)p + i, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StorePartial(void* p, nint i, int count) => PartialVector.Store256(_v, (T*)p + i, count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> LoadMask(byte* p, nint i) => new(ByteMask.Load256<T>(p + i));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreMask(byte* p, nint i) => ByteMask.Store256(_v, p + i);

    /// <inheritdoc/>
    public static Lane256<T> LoadMaskPartial(byte* p, nint i, int count)
    {
        Vector128<byte> bytes = default;
        Unsafe.CopyBlockUnaligned(&bytes, p + i, (uint)count);
        return LoadMask((byte*)&bytes, 0);
    }

    /// <inheritdoc/>
    public void StoreMaskPartial(byte* p, nint i, int count)
    {
        Vector128<byte> bytes = default;
        StoreMask((byte*)&bytes, 0);
        Unsafe.CopyBlockUnaligned(p + i, &bytes, (uint)count);
    }
}
