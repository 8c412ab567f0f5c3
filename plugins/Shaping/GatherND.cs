using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Slices of the data: the last dimension of the indices holds places in its first dimensions.</summary>
/// <param name="BatchDims">Leading dimensions that data and indices share.</param>
[Op("GatherND", 11, 12, 13, Signature = "data, indices -> output")]
public sealed record GatherND(long BatchDims = 0) : Op
{
    // x̄ = each slice of ȳ added where it was taken.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.Graph.Add(new ScatterND("add"), p.Literal(0).Expand(p.ShapeOf(0)), Places(p), p.dY)[0]];

    // The indices with those of the batch put in front, which ScatterND has no attribute for.
    Value Places(Pullback p)
    {
        if (BatchDims == 0) return p.X(1);
        var (g, rank) = (p.Graph, p.Type(1).Shape.Rank);
        var each = g.Add(new Concat(0), g.Add(new Slice(), p.ShapeOf(1), g.Ints(0), g.Ints(rank - 1))[0], g.Ints(1))[0];
        var batch = Enumerable.Range(0, (int)BatchDims).Select(i =>
        {
            var count = g.Add(new Gather(), p.ShapeOf(1), g.Constant(Tensor.Scalar((long)i)))[0];
            var numbers = g.Add(new Range(), g.Constant(Tensor.Scalar(0L)), count, g.Constant(Tensor.Scalar(1L)))[0];
            return numbers.Unsqueeze([.. Enumerable.Range(0, rank).Where(a => a != i).Select(a => (long)a)]).Expand(each);
        });
        return g.Add(new Concat(-1), [.. batch, p.X(1)])[0];
    }

    /// <inheritdoc/>
    public override int OldestVersion(IReadOnlyList<Value?> x) => BatchDims != 0 ? 12 : 11;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.Require(x.Element(1) == ElementType.Int64, $"indices must be i64, not {x.Element(1).Text()}");
        var (data, indices) = (x.Shape(), x.Shape(1));
        x.Require(BatchDims >= 0 && indices.Rank > BatchDims && indices.Dims[^1].IsStatic && BatchDims + indices.Dims[^1].Size <= data.Rank,
            "the last dimension of the indices must be known and not above the rank of the data");
        for (int i = 0; i < BatchDims; i++) x.RequireEqual(data[i], indices[i], $"data and indices must agree in their first {BatchDims} dimensions");
        return [new(x.Element(), [.. indices.Dims[..^1], .. data.Dims[(int)(BatchDims + indices.Dims[^1].Size)..]])];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) =>
        b.In().Element.Bits() is var bits && bits % 8 == 0 && bits > 0 ? new GatherSlices(b, new(b.In(1), b.In(), (int)BatchDims), bits / 8) : null;

    sealed unsafe class GatherSlices(Binding b, SlicePlaces places, int size) : Kernel, IParallelBody
    {
        readonly byte* _x = (byte*)b.In().Pointer, _y = (byte*)b.Out().Pointer;
        readonly nint _bytes = places.Slice * size;

        public override void Run(WorkerPool pool) => pool.For(this, checked((int)places.Count), (int)Math.Max(1, 32_768 / Math.Max(1, _bytes)));

        void IParallelBody.Run(int begin, int end, int worker)
        {
            for (nint i = begin; i < end; i++) Buffer.MemoryCopy(_x + places.Of(i) * size, _y + i * _bytes, _bytes, _bytes);
        }
    }
}
