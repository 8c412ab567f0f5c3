using System.Numerics;
using Nabla;
using Nabla.Ops;

namespace SampleOps;

/// <summary>m = mean(x) and s = √(mean((x − m)²) + ε) along the last axis.</summary>
/// <param name="Epsilon">ε, above 0.</param>
[Op("MeanAndDeviation", 1, Domain = "samples", Signature = "X -> Mean, Deviation")]
public sealed record MeanAndDeviation(float Epsilon = 1e-3f) : Op
{
    public override TensorType[] Infer(Inference x)
    {
        x.RequireFloat();
        x.Require(x.Shape().Rank > 0, "needs a last axis to average along; Unsqueeze gives a scalar one");
        x.Require(Epsilon > 0, $"epsilon is {Epsilon}; it must be above 0, or the slope is infinite where all elements are equal");
        var row = new TensorType(x.Element(), [.. x.Shape().Dims[..^1], 1]);
        return [row, row];
    }

    // x̄ = m̄/n + s̄·(x − m)/(n·s), of differentiable ops: it can be differentiated again
    public override Value?[] Adjoint(Pullback p)
    {
        var n = p.ShapeOf(0).AddWith("Gather", [("axis", 0L)], p.Graph.Ints(-1)).Cast(p.Type().Element);
        Value? mean = p.dYs[0] is { } dm ? dm / n : null, deviation = p.dYs[1] is { } ds ? ds / (n * p.Y(1)) * (p.X() - p.Y(0)) : null;
        return [mean is null ? deviation : deviation is null ? mean.Expand(p.ShapeOf(0)) : mean + deviation];
    }

    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var m = x[0]!.Mean([-1], keepDims: true);
        var d = x[0]! - m;
        return [m, ((d * d).Mean([-1], keepDims: true) + Epsilon).Sqrt()];
    }

    public override Kernel? Bind(Binding b) => b.In().Element switch
    {
        ElementType.Float32 => new Rows<float>(b, Epsilon),
        ElementType.Float64 => new Rows<double>(b, Epsilon),
        _ => null,
    };

    // A row is never split: the bits do not depend on the number of threads.
    sealed unsafe class Rows<T>(Binding b, float epsilon) : Kernel, IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Grain = 16;
        readonly T* _x = (T*)b.In().Pointer, _mean = b.Out(0).IsPresent ? (T*)b.Out(0).Pointer : null, _deviation = b.Out(1).IsPresent ? (T*)b.Out(1).Pointer : null;
        readonly int _size = (int)b.In().Sizes[^1], _rows = b.In().Sizes[^1] == 0 ? 0 : (int)(b.In().Count / b.In().Sizes[^1]);
        readonly int _results = (int)(b.Out(0).IsPresent ? b.Out(0) : b.Out(1)).Count;

        public override void Run(WorkerPool pool) => pool.For(this, _size == 0 ? _results : _rows, Grain);

        public void Run(int begin, int end, int worker)
        {
            for (int row = begin; row < end; row++)
            {
                var x = new ReadOnlySpan<T>(_x + (long)row * _size, _size);
                var (sum, squares, n) = (T.Zero, T.Zero, T.CreateChecked(_size));
                foreach (var v in x) sum += v;
                var mean = sum / n;
                foreach (var v in x) squares += (v - mean) * (v - mean);
                if (_mean is not null) _mean[row] = mean;
                if (_deviation is not null) _deviation[row] = T.Sqrt(squares / n + T.CreateChecked(epsilon));
            }
        }
    }
}
