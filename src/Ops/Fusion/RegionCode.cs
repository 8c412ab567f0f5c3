using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Ops;

/// <summary>A region bound to addresses: runs any block of its rows and columns, on any thread, without allocating.</summary>
public sealed unsafe class RegionCode
{
    // Elements that go through all sweeps before the next, of one row or several: with a few scratch rows this stays in the first cache.
    const int Piece = 1024;
    // Longer rows lose little at their ends.
    const int MostFlattened = 64;

    readonly IterationSpace _space;
    readonly StageCode[] _sweeps;
    // Where the places of each sweep begin, and where all end.
    readonly int[] _first;
    readonly Place[] _places;
    // The same, as addresses and steps; and which of them each run has to set.
    readonly nint[] _bases, _rowSteps, _columnSteps;
    readonly int[] _holes, _scratches;
    readonly AlignedBuffer _constants, _scratch;
    readonly int _elementSize, _scratchRows;
    readonly bool _isEven, _isFlat;
    readonly Place[] _matrices;

    /// <summary>Where an operand or target of a sweep begins, and how many bytes lie between its rows and columns.</summary>
    /// <param name="Kind">What it is of.</param>
    /// <param name="IsHole">It is the tile that is given with each block.</param>
    /// <param name="Input">Which input.</param>
    /// <param name="Size">Bytes of an element.</param>
    /// <param name="Base">Its first element; of scratch, the bytes from the worker's own.</param>
    /// <param name="Row">Bytes from a row to the next, where that is the same throughout.</param>
    /// <param name="Column">Bytes from a column to the next.</param>
    readonly record struct Place(StageSlotKind Kind, bool IsHole, int Input, int Size, nint Base, nint Row, nint Column);

    static readonly Place Nowhere = new(StageSlotKind.None, false, 0, 0, 0, 0, 0);

    RegionCode(RegionPlan plan, IterationSpace space, Operand[] inputs, Operand[] outputs, int elementSize, AlignedBuffer constants, int threads, int hole)
    {
        (_space, _elementSize, _constants, _scratchRows, _isEven) = (space, elementSize, constants, plan.ScratchRows, space.IsEven);
        _scratch = new((long)threads * _scratchRows * Piece * elementSize);
        _sweeps = [.. plan.Sweeps.Select(s => s.Code)];
        // A lone column repeats nothing: its stages read what is broadcast as if it had a step.
        _isFlat = space.Columns > 1 && _isEven && Enumerable.Range(0, inputs.Length).All(k => k == hole || space.RowStart(k, 1) == space.Columns * space.ColumnStride[k]);
        // As StageCode says: constants, targets, operands, up to a multiple of what is moved on at a time.
        var places = new List<Place>();
        var first = new List<int>();
        nint known = (nint)constants.Pointer;
        foreach (var sweep in plan.Sweeps)
        {
            first.Add(places.Count);
            places.Add(Nowhere with { Base = known });
            places.AddRange(sweep.Targets.Select(Of));
            places.AddRange(Enumerable.Repeat(Nowhere, StageCompiler.MostTogether - sweep.Targets.Count));
            places.AddRange(sweep.Operands.Select(Of));
            while (places.Count % Places.Together != 0) places.Add(Nowhere);
            known += sizeof(long) * sweep.Constants.Count;
        }
        (_first, _places) = ([.. first, places.Count], [.. places]);
        (_bases, _rowSteps, _columnSteps) = ([.. places.Select(p => p.Base)], [.. places.Select(p => p.Row)], [.. places.Select(p => p.Column)]);
        int[] Where(Func<Place, bool> is_) => [.. Enumerable.Range(0, places.Count).Where(i => is_(places[i]))];
        (_holes, _scratches) = (Where(p => p.IsHole), Where(p => p.Kind == StageSlotKind.Scratch));
        _matrices = [.. places.Where(p => p is { Kind: StageSlotKind.Input, IsHole: false, Row: not 0, Column: not 0 }).DistinctBy(p => p.Input)];

        Place Of(StageSlot slot)
        {
            int k = slot.Index;
            int Bytes(Operand o) => o.Element.Bits() / 8;
            return slot.Kind switch
            {
                StageSlotKind.Input when k == hole => new(slot.Kind, true, k, elementSize, 0, 0, elementSize),
                StageSlotKind.Input => new(slot.Kind, false, k, Bytes(inputs[k]), (nint)inputs[k].Pointer, _isEven && space.Rows > 1 ? (nint)(space.RowStart(k, 1) * Bytes(inputs[k])) : 0, (nint)(space.ColumnStride[k] * Bytes(inputs[k]))),
                StageSlotKind.Output => new(slot.Kind, false, k, Bytes(outputs[k]), (nint)outputs[k].Pointer, (nint)(space.Columns * Bytes(outputs[k])), Bytes(outputs[k])),
                _ => new(slot.Kind, false, k, elementSize, k * Piece * elementSize, 0, 0),
            };
        }
    }

    /// <summary>The rows of the region's shape.</summary>
    public long Rows => _space.Rows;

    /// <summary>The columns of the region's shape.</summary>
    public long Columns => _space.Columns;

    /// <summary>Binds a region. All outputs have one shape, to which the inputs broadcast; all numbers have one element type.</summary>
    /// <param name="region">The region.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="outputs">Its outputs.</param>
    /// <param name="threads">How many threads may run blocks at a time.</param>
    /// <param name="hole">The input that is a tile of a matrix, whose address is given with each block; then blocks name rows and columns of that matrix.
    /// By default none: dimensions are joined where possible.</param>
    /// <returns>Null where no lane holds the element type.</returns>
    public static RegionCode? Bind(Region region, Operand[] inputs, Operand[] outputs, int threads, int hole = -1) => ComputeType(region, inputs) switch
    {
        ElementType.Float32 => Bind<float>(region, inputs, outputs, threads, hole),
        ElementType.Float64 => Bind<double>(region, inputs, outputs, threads, hole),
        ElementType.Int64 => Bind<long>(region, inputs, outputs, threads, hole),
        ElementType.UInt64 => Bind<ulong>(region, inputs, outputs, threads, hole),
        ElementType.Int32 or ElementType.Bool => Bind<int>(region, inputs, outputs, threads, hole),
        _ => null,
    };

    /// <summary>The one element type that is computed in; bool if there are only masks.</summary>
    internal static ElementType ComputeType(Region region, IEnumerable<Operand> inputs) =>
        inputs.Select(i => i.Element).Concat(region.Steps.Select(s => s.Element)).FirstOrDefault(e => e != ElementType.Bool, ElementType.Bool);

    static RegionCode Bind<T>(Region region, Operand[] inputs, Operand[] outputs, int threads, int hole) where T : unmanaged, INumber<T>
    {
        var space = new IterationSpace(outputs[0].Sizes, [.. inputs.Select(i => i.Sizes.ToArray())], asMatrix: hole >= 0);
        var plan = RegionPlan.Of<T>(region, [.. inputs.Select(i => i.Element == ElementType.Bool)], [.. inputs.Select((_, k) => space.ColumnStride[k] == 0 && space.Columns > 1)]);
        double[] values = [.. plan.Sweeps.SelectMany(s => s.Constants)];
        var constants = new AlignedBuffer(values.Length * sizeof(long));
        for (int k = 0; k < values.Length; k++) *(T*)(constants.Pointer + k * sizeof(long)) = T.CreateTruncating(values[k]);
        return new(plan, space, inputs, outputs, sizeof(T), constants, threads, hole);
    }

    /// <summary>Whether <see cref="RunAtOnce"/> may be called: all of the region is one short row, whose places are always the same.</summary>
    internal bool IsOnePiece => _space.Rows == 1 && _isEven && _space.Columns is > 0 and <= Piece && _holes.Length == 0 && _scratches.Length == 0;

    /// <summary>Computes all elements of a region that <see cref="IsOnePiece"/>, on one thread.</summary>
    internal void RunAtOnce()
    {
        // A loop of one row moves no place on.
        fixed (nint* at = _bases) Sweeps(at, null, (nint)_space.Columns, 1);
    }

    /// <summary>Computes the elements of a block.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="column">The first column.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="worker">The thread, below the number given when binding.</param>
    public void Run(long row, long rows, long column, long columns, int worker) => Run(row, rows, column, columns, worker, null, 0);

    /// <summary>Computes the elements of a block of a region with a hole.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="column">The first column.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="worker">The thread, below the number given when binding.</param>
    /// <param name="tile">The hole's part that belongs to the block.</param>
    /// <param name="tileStride">Elements from a row of the tile to the next.</param>
    [SkipLocalsInit]
    public void Run(long row, long rows, long column, long columns, int worker, void* tile, nint tileStride)
    {
        if (rows <= 0) return;
        if (rows > 1 && _isFlat && columns == Columns && Flatten((byte*)tile, rows, columns, tileStride)) (columns, rows) = (rows * columns, 1);
        int count = _places.Length;
        nint* at = stackalloc nint[2 * count], step = stackalloc nint[count];
        if (row == 0 && column == 0) _bases.CopyTo(new Span<nint>(at, count));
        else for (int i = 0; i < count; i++) at[i] = _bases[i] + (nint)row * _rowSteps[i] + (nint)column * _columnSteps[i];
        foreach (int i in _holes) at[i] = (nint)tile;
        if (rows > 1)
        {
            _rowSteps.CopyTo(new Span<nint>(step, count));
            foreach (int i in _holes) step[i] = tileStride * _elementSize;
            foreach (int i in _scratches) step[i] = (nint)columns * _elementSize;
        }
        byte* scratch = _scratch.Pointer + (long)worker * _scratchRows * Piece * _elementSize;
        Rewind(at, scratch);
        if (!_isEven) Jump(at, row, column);
        long most = !_isEven ? 1 : rows * columns <= Piece ? rows : Math.Max(1, Piece / columns);
        for (long r = row, end = row + rows; ;)
        {
            long some = Math.Min(most, end - r);
            if (columns <= Piece) Sweeps(at, step, (nint)columns, (nint)some);
            else Pieces(at, at + count, step, columns);
            r += some;
            if (r == end) return;
            Places.Advance(at, step, count);
            Rewind(at, scratch);
            if (!_isEven) Jump(at, r, column);
        }
    }

    /// <summary>Has the sweeps compiled: each computes one element, of ones where an integer division may read it, into memory of no use.</summary>
    internal void Prepare()
    {
        const int Lines = 128;
        byte* ones = stackalloc byte[Lines], target = stackalloc byte[Lines];
        new Span<byte>(ones, Lines).Fill(1);
        byte** at = stackalloc byte*[_places.Length];
        for (int s = 0; s < _sweeps.Length; s++)
        {
            for (int i = _first[s]; i < _first[s + 1]; i++) at[i] = i - _first[s] is > 0 and < StageCompiler.FirstOperand ? target : ones;
            at[_first[s]] = (byte*)_places[_first[s]].Base;
            _sweeps[s]((void**)(at + _first[s]), null, _first[s + 1] - _first[s], 1, 1);
        }
        Run(0, 0, 0, 0, 0);
    }

    /// <summary>How many inputs other than the hole have an element for each of the result's.</summary>
    internal int Matrices => _matrices.Length;

    /// <summary>Asks for a block of those inputs, up to the second-level cache: the first one holds what the tile needs now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Prefetch(long row, long rows, long column, long columns)
    {
        if (!Sse.IsSupported) return;
        foreach (ref readonly var place in _matrices.AsSpan())
        {
            byte* at = (byte*)place.Base + (nint)row * place.Row + (nint)column * place.Column;
            nint bytes = (nint)columns * place.Column;
            for (long r = 0; r < rows; r++, at += place.Row)
                for (nint i = 0; i < bytes; i += 64) Sse.Prefetch1(at + i);
        }
    }

    // Rows of a tile that is as wide as its matrix, moved together: one row then, whose lanes are all full but the last.
    bool Flatten(byte* tile, long rows, long columns, nint stride)
    {
        nint bytes = (nint)columns * _elementSize, step = stride * _elementSize;
        if (tile == null || step == bytes) return true;
        if (columns > MostFlattened || step - bytes < 16) return false;
        for (long r = 1; r < rows; r++)
        {
            byte* from = tile + (nint)r * step, to = tile + (nint)r * bytes;
            for (nint i = 0; i < bytes; i += 16) Vector128.Load(from + i).Store(to + i);
        }
        return true;
    }

    void Sweeps(nint* at, nint* step, nint columns, nint rows)
    {
        for (int s = 0; s < _sweeps.Length; s++) _sweeps[s]((void**)(at + _first[s]), step + _first[s], _first[s + 1] - _first[s], columns, rows);
    }

    void Pieces(nint* row, nint* at, nint* step, long columns)
    {
        for (long c = 0; c < columns; c += Piece)
        {
            for (int i = 0; i < _places.Length; i++) at[i] = row[i] + (nint)c * _columnSteps[i];
            Sweeps(at, step, (nint)Math.Min(Piece, columns - c), 1);
        }
    }

    // Scratch memory is for one block after another.
    void Rewind(nint* at, byte* scratch)
    {
        foreach (int i in _scratches) at[i] = (nint)scratch + _bases[i];
    }

    // Inputs that are broadcast over several dimensions have no one step from a row to the next.
    void Jump(nint* at, long row, long column)
    {
        for (int i = 0; i < _places.Length; i++)
            if (_places[i] is { Kind: StageSlotKind.Input, IsHole: false } place) at[i] = place.Base + (nint)_space.RowStart(place.Input, row) * place.Size + (nint)column * place.Column;
    }
}
