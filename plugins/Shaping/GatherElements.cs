using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y[i, j, k] = x[i, index[i, j, k], k] for axis 1, and so for others.</summary>
[Op("GatherElements", 11, 13, Signature = "data, indices -> output")]
public sealed record GatherElements(long Axis = 0) : Op
{
    // x̄ = each ȳ added where it was taken.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.Graph.Add(new ScatterElements(Axis, "add"), p.Literal(0).Expand(p.ShapeOf(0)), p.X(1), p.dY)[0]];

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.RequireIndices(1);
        x.Axis(Axis, x.Shape().Rank);
        x.Require(x.Shape(1).Rank == x.Shape().Rank, "data and indices need the same number of dimensions");
        x.RequireWithin(Axis);
        return [new(x.Element(), x.Shape(1))];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => b.In().Element.Bits() switch
    {
        8 => new GatherElementsKernel<byte>(b, Axes.Axis(Axis, b.In().Rank)),
        16 => new GatherElementsKernel<ushort>(b, Axes.Axis(Axis, b.In().Rank)),
        32 => new GatherElementsKernel<uint>(b, Axes.Axis(Axis, b.In().Rank)),
        64 => new GatherElementsKernel<ulong>(b, Axes.Axis(Axis, b.In().Rank)),
        128 => new GatherElementsKernel<UInt128>(b, Axes.Axis(Axis, b.In().Rank)),
        _ => null,
    };
}

/// <summary>Reads element by element where an index says.</summary>
sealed unsafe class GatherElementsKernel<T>(Binding b, int axis) : Kernel, IParallelBody where T : unmanaged
{
    readonly T* _x = (T*)b.In().Pointer, _y = (T*)b.Out().Pointer;
    readonly Operand _indices = b.In(1);
    readonly IndexedPlaces _places = new(b.In(1), b.In(), axis);

    public override void Run(WorkerPool pool) => pool.For(this, checked((int)_indices.Count), 4096);

    void IParallelBody.Run(int begin, int end, int worker)
    {
        for (nint i = begin; i < end; i++) _y[i] = _x[_places.Of(i)];
    }
}
