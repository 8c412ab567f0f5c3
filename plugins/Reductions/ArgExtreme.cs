using System.Numerics;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>What ArgMax and ArgMin share.</summary>
/// <param name="Axis">The dimension searched.</param>
/// <param name="Keepdims">1 to keep it with size 1.</param>
/// <param name="SelectLastIndex">1 for the last of equals, 0 for the first.</param>
public abstract record ArgExtreme(long Axis, long Keepdims, long SelectLastIndex) : Op
{
    private protected abstract bool Least { get; }

    /// <inheritdoc/>
    public override bool HasZeroDerivative(int input) => true;

    /// <inheritdoc/>
    public override int OldestVersion(IReadOnlyList<Value?> x) => SelectLastIndex != 0 ? 12 : 1;

    /// <inheritdoc/>
    public override bool ComputesWide => true;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        var dims = x.Shape().ToList();
        int axis = x.Axis(Axis, dims.Count);
        x.Require(!dims[axis].Is(0), $"dimension {axis} is empty: nothing in it is the {(Least ? "least" : "greatest")}");
        dims.RemoveAt(axis);
        if (Keepdims != 0) dims.Insert(axis, 1);
        return [new(ElementType.Int64, [.. dims])];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => b.In().Element switch
    {
        ElementType.Float32 => new Search<float>(b, this),
        ElementType.Float64 => new Search<double>(b, this),
        ElementType.Int32 => new Search<int>(b, this),
        ElementType.Int64 => new Search<long>(b, this),
        ElementType.UInt64 => new Search<ulong>(b, this),
        _ => null,
    };

    sealed unsafe class Search<T> : Kernel where T : unmanaged, INumber<T>
    {
        readonly ArgKernel<T> _kernel;

        public Search(Binding b, ArgExtreme op)
        {
            var (outer, size, inner) = Axes.Around(b.In().Sizes, Axes.Axis(op.Axis, b.In().Rank));
            _kernel = new((T*)b.In().Pointer, (long*)b.Out().Pointer, outer, size, inner, op.Least, op.SelectLastIndex != 0);
        }

        public override void Run(WorkerPool pool) => _kernel.Run(pool);
    }
}
