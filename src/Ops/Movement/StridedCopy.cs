namespace Nabla.Ops;

/// <summary>Copies a block of elements from one regular place to another: transposing, repeating, slicing and joining are all this.</summary>
public static unsafe class StridedCopy
{
    /// <summary>A copy of whole-byte elements; null for other element types.</summary>
    /// <param name="element">What is moved; only its size matters.</param>
    /// <param name="from">The first element read.</param>
    /// <param name="to">The first element written.</param>
    /// <param name="axes">The block, outermost dimension first.</param>
    public static Kernel? Bind(ElementType element, void* from, void* to, params IEnumerable<StridedAxis> axes) => element.Bits() switch
    {
        8 => new StridedCopy<byte>((byte*)from, (byte*)to, axes),
        16 => new StridedCopy<ushort>((ushort*)from, (ushort*)to, axes),
        32 => new StridedCopy<uint>((uint*)from, (uint*)to, axes),
        64 => new StridedCopy<ulong>((ulong*)from, (ulong*)to, axes),
        128 => new StridedCopy<UInt128>((UInt128*)from, (UInt128*)to, axes),
        _ => null,
    };

    /// <summary>The address of element <paramref name="index"/>.</summary>
    public static void* At(Operand x, long index) => (byte*)x.Pointer + index * (x.Element.Bits() / 8);

    /// <summary>Elements between neighbours in each dimension of a tensor without gaps.</summary>
    public static nint[] Strides(ReadOnlySpan<long> sizes)
    {
        var strides = new nint[sizes.Length];
        nint step = 1;
        for (int i = sizes.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= (nint)sizes[i];
        }
        return strides;
    }
}

/// <summary>A copy between regular places, for elements of the size of <typeparamref name="T"/>.</summary>
sealed unsafe class StridedCopy<T> : Kernel, IParallelBody where T : unmanaged
{
    const int Chunk = 16_384, Tile = 16, MaxAxes = 64;

    enum Way { Run, Fill, Steps, Tiles }

    readonly T* _from, _to;
    // The loops around a task; the innermost goes over pieces of the dimension that is cut.
    readonly StridedAxis[] _loops;
    readonly StridedAxis _cut, _inner;
    readonly nint _piece;
    readonly int _tasks, _grain;
    readonly Way _way;

    public StridedCopy(T* from, T* to, IEnumerable<StridedAxis> axes)
    {
        var loops = StridedAxis.Merge(axes);
        if (loops.Count > MaxAxes) throw new NotSupportedException($"More than {MaxAxes} dimensions.");
        _from = from;
        _to = to;
        _inner = _cut = loops[^1];
        loops.RemoveAt(loops.Count - 1);
        int across = _inner is { To: 1, From: not (0 or 1) } ? loops.FindLastIndex(a => a.From == 1) : -1;
        _way = across >= 0 ? Way.Tiles : _inner is { From: 1, To: 1 } ? Way.Run : _inner is { From: 0, To: 1 } ? Way.Fill : Way.Steps;
        if (across >= 0)
        {
            _cut = loops[across];
            loops.RemoveAt(across);
        }
        _piece = across >= 0 ? Tile : Chunk;
        loops.Add(new((_cut.Size + _piece - 1) / _piece, _cut.From * _piece, _cut.To * _piece));
        _loops = [.. loops];
        nint tasks = 1;
        foreach (var loop in loops) tasks *= loop.Size;
        _tasks = checked((int)tasks);
        _grain = (int)Math.Max(1, Chunk / Math.Max(1, across >= 0 ? Tile * _inner.Size : Math.Min(Chunk, _cut.Size)));
    }

    public override void Run(WorkerPool pool) => pool.For(this, _tasks, _grain);

    void IParallelBody.Run(int begin, int end, int worker)
    {
        nint* at = stackalloc nint[_loops.Length];
        int last = _loops.Length - 1;
        nint rest = begin;
        T* from = _from, to = _to;
        for (int a = last; a >= 0; a--)
        {
            (rest, at[a]) = Math.DivRem(rest, _loops[a].Size);
            from += at[a] * _loops[a].From;
            to += at[a] * _loops[a].To;
        }
        for (int task = begin; task < end; task++)
        {
            Move(from, to, Math.Min(_piece, _cut.Size - at[last] * _piece));
            for (int a = last; a >= 0; a--)
            {
                var loop = _loops[a];
                from += loop.From;
                to += loop.To;
                if (++at[a] < loop.Size) break;
                at[a] = 0;
                from -= loop.Size * loop.From;
                to -= loop.Size * loop.To;
            }
        }
    }

    void Move(T* from, T* to, nint length)
    {
        switch (_way)
        {
            case Way.Run:
                new ReadOnlySpan<T>(from, (int)length).CopyTo(new(to, (int)length));
                break;
            case Way.Fill:
                new Span<T>(to, (int)length).Fill(*from);
                break;
            case Way.Steps:
                for (nint i = 0; i < length; i++) to[i * _inner.To] = from[i * _inner.From];
                break;
            default:
                // Tile by tile, so that both the rows read and the rows written stay in the nearest cache.
                for (nint begin = 0; begin < _inner.Size; begin += Tile)
                {
                    nint end = Math.Min(_inner.Size, begin + Tile);
                    for (nint row = 0; row < length; row++)
                        for (nint i = begin; i < end; i++) to[row * _cut.To + i] = from[row + i * _inner.From];
                }
                break;
        }
    }
}
