namespace Nabla;

/// <summary>Places blocks in one growing stretch of memory: the smallest free block that fits, neighbours joined when freed.</summary>
sealed class ArenaAllocator
{
    readonly SortedSet<(long Size, long Offset)> _bySize = [];
    readonly Dictionary<long, long> _sizeAt = [], _startOfEnd = [];

    /// <summary>The size that the stretch has grown to.</summary>
    public long Bytes { get; private set; }

    public long Allocate(long size)
    {
        var (free, offset) = _bySize.GetViewBetween((size, 0), (long.MaxValue, long.MaxValue)).Min;
        if (free >= size)
        {
            Take(offset, free);
            if (free > size) Put(offset + size, free - size);
            return offset;
        }
        // A free block at the very end only needs to grow.
        long at = Bytes;
        if (_startOfEnd.TryGetValue(Bytes, out long start))
        {
            Take(start, Bytes - start);
            at = start;
        }
        Bytes = at + size;
        return at;
    }

    public void Free(long offset, long size)
    {
        if (_startOfEnd.TryGetValue(offset, out long before))
        {
            Take(before, offset - before);
            (offset, size) = (before, size + offset - before);
        }
        if (_sizeAt.TryGetValue(offset + size, out long after))
        {
            Take(offset + size, after);
            size += after;
        }
        Put(offset, size);
    }

    void Put(long offset, long size)
    {
        _bySize.Add((size, offset));
        _sizeAt[offset] = size;
        _startOfEnd[offset + size] = offset;
    }

    void Take(long offset, long size)
    {
        _bySize.Remove((size, offset));
        _sizeAt.Remove(offset);
        _startOfEnd.Remove(offset + size);
    }
}
