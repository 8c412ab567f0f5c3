namespace Nabla;

/// <summary>Memory that the kernels of an executable use one after another: as much as the one that needs the most, its content lost from one kernel to the next.</summary>
public sealed unsafe class Workspace
{
    AlignedBuffer? _memory;

    /// <summary>What has been asked for, in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>The first byte, on a cache line. Asked for at each run: it moves when more is reserved.</summary>
    public byte* Pointer => (_memory ??= new(Bytes)).Pointer;

    /// <summary>Sees to it that there are at least so many bytes.</summary>
    public void Reserve(long bytes)
    {
        if (bytes <= Bytes) return;
        (Bytes, _memory) = (bytes, null);
    }
}
