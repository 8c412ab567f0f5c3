using System.Runtime.CompilerServices;

namespace Nabla.Ops;

public readonly unsafe partial struct Scalar<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Load(void* p, nint i) => new(((T*)p)[i]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> LoadPartial(void* p, nint i, int count) => Load(p, i);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Splat(void* p) => Load(p, 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(void* p, nint i) => ((T*)p)[i] = _v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StorePartial(void* p, nint i, int count) => Store(p, i);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> LoadMask(byte* p, nint i) => Mask(p[i] != 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> LoadMaskPartial(byte* p, nint i, int count) => LoadMask(p, i);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreMask(byte* p, nint i) => p[i] = (byte)(Bits & 1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreMaskPartial(byte* p, nint i, int count) => StoreMask(p, i);
}
