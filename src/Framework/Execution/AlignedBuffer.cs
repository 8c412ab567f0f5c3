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
        nint address = (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(_array));
        Pointer = (byte*)((address + Alignment - 1) & ~(Alignment - 1));
    }

    /// <summary>Size in bytes.</summary>
    public long Length { get; }

    /// <summary>The first byte. Valid as long as this object is referred to.</summary>
    public byte* Pointer { get; }
}
