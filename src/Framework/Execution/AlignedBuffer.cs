using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla;

/// <summary>Memory at a fixed address, aligned to 64 bytes, freed by the garbage collector when nothing refers to it: nothing to dispose of.</summary>
public sealed unsafe class AlignedBuffer
{
    const int Alignment = 64;
    // Kernels read a whole lane where fewer elements are left.
    const int Slack = 64;
    readonly ulong[] _array;

    /// <summary>Zeroed memory.</summary>
    /// <param name="bytes">Size, up to 16 GiB.</param>
    public AlignedBuffer(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Length = bytes;
        _array = GC.AllocateArray<ulong>(checked((int)((bytes + 7) / 8 + (Alignment + Slack) / 8)), pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
        Pointer = (byte*)((address + Alignment - 1) & ~(Alignment - 1));
        HugePages.Ask(Pointer, bytes);
    }

    /// <summary>Size in bytes.</summary>
    public long Length { get; }

    /// <summary>Elements from a byte on, as a span that keeps the memory alive by itself.</summary>
    /// <param name="start">The first byte.</param>
    /// <param name="count">Elements.</param>
    public Span<T> Span<T>(long start, long count) where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)(start + count * sizeof(T)), (ulong)Length);
        ref byte first = ref Unsafe.As<ulong, byte>(ref MemoryMarshal.GetArrayDataReference(_array));
        nint padding = (nint)(Pointer - (byte*)Unsafe.AsPointer(ref first));
        return MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(ref first, padding + (nint)start)), checked((int)count));
    }

    /// <summary>The first byte. Valid as long as this object is referred to.</summary>
    public byte* Pointer { get; }
}
