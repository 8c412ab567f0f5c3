using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>A region bound to addresses: runs any block of its rows and columns, on any thread, without allocating.</summary>
public sealed unsafe class RegionCode
{
    // Elements of a row that go through all stages before the next: with a few scratch rows this stays in the first cache.
    const int Piece = 1024;

    readonly IterationSpace _space;
    readonly Stage[] _stages;
    readonly nint[] _inputs, _outputs;
    readonly int[] _inputSize, _outputSize;
    readonly AlignedBuffer _constants, _scratch;
    readonly int _elementSize, _scratchRows, _hole;
    readonly StageSlot[][] _slots;

    RegionCode(Region region, RegionPlan plan, IterationSpace space, Operand[] inputs, Operand[] outputs, int elementSize, AlignedBuffer constants, int threads, int hole)
    {
        (_space, _stages, _elementSize, _constants, _scratchRows, _hole) = (space, [.. plan.Stages], elementSize, constants, plan.ScratchRows, hole);
        (_inputs, _outputs) = ([.. inputs.Select(o => (nint)o.Pointer)], [.. outputs.Select(o => (nint)o.Pointer)]);
        (_inputSize, _outputSize) = ([.. inputs.Select(o => o.Element.Bits() / 8)], [.. outputs.Select(o => o.Element.Bits() / 8)]);
        _scratch = new((long)threads * _scratchRows * Piece * elementSize);
        _slots = [.. plan.Stages.Select(s => s.Operands.ToArray())];
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
        // Each constant on a line of its own, so that it can be read as a lane's worth.
        var constants = new AlignedBuffer(Math.Max(1, plan.Constants.Count) * 64);
        for (int k = 0; k < plan.Constants.Count; k++) *(T*)(constants.Pointer + k * 64) = T.CreateTruncating(plan.Constants[k]);
        return new(region, plan, space, inputs, outputs, sizeof(T), constants, threads, hole);
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
        byte* scratch = _scratch.Pointer + (long)worker * _scratchRows * Piece * _elementSize;
        void** arguments = stackalloc void*[16];
        for (long r = row; r < row + rows; r++)
        {
            for (long c = column; c < column + columns; c += Piece)
            {
                nint count = (nint)Math.Min(Piece, column + columns - c);
                byte* hole = (byte*)tile + ((r - row) * tileStride + (c - column)) * _elementSize;
                for (int s = 0; s < _stages.Length; s++)
                {
                    var slots = _slots[s];
                    for (int k = 0; k < slots.Length; k++) arguments[k] = Address(slots[k], r, c, scratch, hole);
                    _stages[s].Code(arguments, Address(_stages[s].Target, r, c, scratch, hole), count);
                }
            }
        }
    }

    void* Address(StageSlot slot, long row, long column, byte* scratch, byte* hole)
    {
        int k = slot.Index;
        return slot.Kind switch
        {
            StageSlotKind.Input when k == _hole => hole,
            StageSlotKind.Input => (byte*)_inputs[k] + (_space.RowStart(k, row) + column * _space.ColumnStride[k]) * _inputSize[k],
            StageSlotKind.Output => (byte*)_outputs[k] + (row * _space.Columns + column) * _outputSize[k],
            StageSlotKind.Scratch => scratch + (long)k * Piece * _elementSize,
            _ => _constants.Pointer + k * 64,
        };
    }
}
