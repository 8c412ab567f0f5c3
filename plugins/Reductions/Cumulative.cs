using System.Numerics;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>How what has been accumulated meets the next element.</summary>
public interface IAccumulation
{
    /// <summary>What an exclusive accumulation begins with.</summary>
    static abstract T Start<T>() where T : INumber<T>;

    /// <summary>The two combined.</summary>
    static abstract T Of<T>(T accumulated, T next) where T : INumber<T>;
}

/// <summary>What CumSum and CumProd share: accumulating along an axis, which is an input.</summary>
/// <param name="Exclusive">1 to leave an element out of what is accumulated at its own place.</param>
/// <param name="Reverse">1 to accumulate from the end.</param>
public abstract record Cumulative<A>(long Exclusive, long Reverse) : Op where A : struct, IAccumulation
{
    /// <inheritdoc/>
    public override bool ComputesWide => true;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.Require(x.Element().IsFloat() || x.Element().IsInteger(), $"does not take element type {x.Element().Text()}; cast it with Cast");
        x.Require(!x.Shape(1).IsStatic || x.Shape(1).Count.Is(1), "axis must be a single number");
        if (x.Ints(1) is [var axis]) x.Axis(axis, x.Shape().Rank);
        return [x.Type()];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => b.In().Element switch
    {
        ElementType.Float32 => new Accumulation<float>(b, this),
        ElementType.Float64 => new Accumulation<double>(b, this),
        ElementType.Int32 => new Accumulation<int>(b, this),
        ElementType.Int64 => new Accumulation<long>(b, this),
        ElementType.UInt64 => new Accumulation<ulong>(b, this),
        _ => null,
    };

    // Row upon row, from either end.
    sealed unsafe class Accumulation<T> : Kernel, IParallelBody where T : unmanaged, INumber<T>
    {
        readonly T* _x, _y;
        readonly nint _outer, _size, _inner;
        readonly bool _exclusive, _reverse;

        public Accumulation(Binding b, Cumulative<A> op)
        {
            _x = (T*)b.In().Pointer;
            _y = (T*)b.Out().Pointer;
            long axis = b.FixedInts(1)![0];
            if (axis < -b.In().Rank || axis >= b.In().Rank) throw b.Error($"axis {axis} is outside [{-b.In().Rank}, {b.In().Rank})");
            (_outer, _size, _inner) = Axes.Around(b.In().Sizes, Axes.Axis(axis, b.In().Rank));
            (_exclusive, _reverse) = (op.Exclusive != 0, op.Reverse != 0);
        }

        public override void Run(WorkerPool pool) => pool.For(this, checked((int)_outer), (int)Math.Max(1, 16_384 / Math.Max(1, _size * _inner)));

        void IParallelBody.Run(int begin, int end, int worker)
        {
            if (_size * _inner == 0) return;
            for (nint o = begin; o < end; o++)
            {
                nint step = _reverse ? -_inner : _inner, row = o * _size * _inner + (_reverse ? (_size - 1) * _inner : 0);
                for (nint i = 0; i < _inner; i++) _y[row + i] = _exclusive ? A.Start<T>() : _x[row + i];
                for (nint k = 1; k < _size; k++)
                {
                    nint before = row;
                    row += step;
                    T* next = _x + (_exclusive ? before : row);
                    for (nint i = 0; i < _inner; i++) _y[row + i] = A.Of(_y[before + i], next[i]);
                }
            }
        }
    }
}
