using System.Numerics;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The k greatest (or least) along an axis, in order, and where they stand; of equals the first.</summary>
/// <param name="Axis">The axis; negative from the end.</param>
/// <param name="Largest">1 for the greatest, 0 for the least.</param>
/// <param name="Sorted">0 if the order does not matter; here it is kept anyway.</param>
[Op("TopK", 10, 11, 24, Signature = "X, K -> Values, Indices")]
public sealed record TopK(long Axis = -1, long Largest = 1, long Sorted = 1) : Op
{
    // x̄ = ȳ where it was taken, 0 elsewhere.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) =>
        [p.dYs[0] is { } dy ? p.Graph.Add(new ScatterElements(Axis), p.Literal(0).Expand(p.ShapeOf(0)), p.Y(1), dy)[0] : null];

    /// <inheritdoc/>
    public override int OldestVersion(IReadOnlyList<Value?> x) => Largest != 1 || Sorted != 1 ? 11 : 10;

    /// <inheritdoc/>
    public override OlderForm? Downgrade(IReadOnlyList<Value?> x) =>
        Largest == 1 && Sorted == 1 && Older.Known(x, 1) is [var k] ? new(new TopK1(k, Older.Axes([Axis], x[0]!.Shape.Rank)[0]), [x[0]]) : null;

    /// <inheritdoc/>
    public override bool ComputesWide => true;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        var shape = x.Shape();
        int axis = x.Axis(Axis, shape.Rank);
        x.Require(x.Shape(1) is { Rank: 1 } one && (!one[0].IsStatic || one[0].Is(1)), $"k must hold one element; there is {x.Type(1)}");
        Dim k = x.Content(1) is [var known] ? known : x.Unknown();
        x.Require(!k.IsStatic || k.Size >= 0 && (!shape[axis].IsStatic || k.Size <= shape[axis].Size), $"k is {k}; dimension {axis} has size {shape[axis]}");
        Nabla.Shape y = [.. shape.Select((d, i) => i == axis ? k : d)];
        return [new(x.Element(), y), new(ElementType.Int64, y)];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => b.In().Element switch
    {
        ElementType.Float32 => new TopKKernel<float>(b, this),
        ElementType.Float64 => new TopKKernel<double>(b, this),
        ElementType.Int32 => new TopKKernel<int>(b, this),
        ElementType.Int64 => new TopKKernel<long>(b, this),
        ElementType.UInt64 => new TopKKernel<ulong>(b, this),
        _ => null,
    };
}

/// <summary>Sorts the positions of each line by what stands there, then by themselves.</summary>
sealed unsafe class TopKKernel<T> : Kernel, IParallelBody where T : unmanaged, INumber<T>
{
    readonly T* _x, _values;
    readonly long* _indices;
    readonly nint _outer, _size, _inner, _k;
    readonly Line[] _lines;

    public TopKKernel(Binding b, TopK op)
    {
        int axis = Axes.Axis(op.Axis, b.In().Rank);
        (_outer, _size, _inner) = Axes.Around(b.In().Sizes, axis);
        _k = (nint)(b.Out(0).IsPresent ? b.Out(0) : b.Out(1)).Sizes[axis];
        if (_k > _size) throw b.Error($"k is {_k}; dimension {axis} has size {_size}");
        _x = (T*)b.In().Pointer;
        _values = b.Out(0).IsPresent ? (T*)b.Out(0).Pointer : null;
        _indices = b.Out(1).IsPresent ? (long*)b.Out(1).Pointer : null;
        _lines = [.. Enumerable.Range(0, Math.Max(1, b.Threads)).Select(_ => new Line(checked((int)_size), op.Largest != 0))];
    }

    public override void Run(WorkerPool pool) => pool.For(this, checked((int)(_outer * _inner)), (int)Math.Max(1, 4096 / Math.Max(1, _size)));

    void IParallelBody.Run(int begin, int end, int worker)
    {
        for (nint line = begin; line < end; line++)
        {
            nint outer = line / _inner, inner = line % _inner;
            var order = _lines[worker].Sort(_x + outer * _size * _inner + inner, _inner);
            nint y = outer * _k * _inner + inner;
            for (int i = 0; i < _k; i++, y += _inner)
            {
                if (_values != null) _values[y] = _x[(outer * _size + order[i]) * _inner + inner];
                if (_indices != null) _indices[y] = order[i];
            }
        }
    }

    // What a thread sorts in; made once, so that a run allocates nothing.
    sealed class Line
    {
        readonly int[] _order;
        readonly T[] _elements;
        readonly Comparison<int> _before;

        public Line(int size, bool largest)
        {
            (_order, _elements) = (new int[size], new T[size]);
            _before = (i, j) => (largest ? _elements[j].CompareTo(_elements[i]) : _elements[i].CompareTo(_elements[j])) is var c and not 0 ? c : i - j;
        }

        public ReadOnlySpan<int> Sort(T* x, nint step)
        {
            for (int i = 0; i < _order.Length; i++) (_order[i], _elements[i]) = (i, x[i * step]);
            _order.AsSpan().Sort(_before);
            return _order;
        }
    }
}

/// <summary>Before version 10 k was an attribute.</summary>
[Op("TopK", 1, Signature = "X -> Values, Indices")]
public sealed record TopK1(long K, long Axis = -1) : Upgrade
{
    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x) => [.. graph.Add(new TopK(Axis), x[0], graph.Ints(K))];
}
