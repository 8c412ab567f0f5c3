using System.Numerics;

namespace Nabla.Plugins;

/// <summary>start, start + delta, … up to limit, which is not reached.</summary>
[Op("Range", 11, Signature = "start, limit, delta -> output")]
public sealed record Range() : Op
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x) => [new(x.SameElement(), [Length(x)])];

    static Dim Length(Inference x)
    {
        if (x.Content(0) is [var start] && x.Content(1) is [var limit] && x.Content(2) is [var delta])
        {
            if (start.IsStatic && limit.IsStatic && delta.IsStatic) return Count(x, start.Size, limit.Size, delta.Size);
            return delta.Is(1) ? limit - start : x.Unknown();
        }
        return (x.Constant(0), x.Constant(1), x.Constant(2)) switch
        {
            ({ Element: ElementType.Float32 } a, { } b, { } c) => Count(x, a.Span<float>()[0], b.Span<float>()[0], c.Span<float>()[0]),
            ({ Element: ElementType.Float64 } a, { } b, { } c) => Count(x, a.Span<double>()[0], b.Span<double>()[0], c.Span<double>()[0]),
            _ => x.Unknown(),
        };
    }

    static long Count(Inference x, double start, double limit, double delta)
    {
        x.Require(delta != 0, "delta must not be 0");
        return Math.Max(0, (long)Math.Ceiling((limit - start) / delta));
    }

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x) => x.Ints(0) is [var start] && x.Ints(1) is [var limit] && x.Ints(2) is [var delta]
        && Count(x, start, limit, delta) is <= 64 and var count ? [.. Enumerable.Range(0, (int)count).Select(i => new Dim(start + i * delta))] : null;

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => b.Out().Element switch
    {
        ElementType.Float32 => new Counting<float>(b),
        ElementType.Float64 => new Counting<double>(b),
        ElementType.Int32 => new Counting<int>(b),
        ElementType.Int64 => new Counting<long>(b),
        ElementType.Int16 => new Counting<short>(b),
        _ => null,
    };

    sealed unsafe class Counting<T>(Binding b) : Kernel where T : unmanaged, INumber<T>
    {
        readonly T* _start = (T*)b.In(0).Pointer, _delta = (T*)b.In(2).Pointer, _y = (T*)b.Out().Pointer;
        readonly nint _count = (nint)b.Out().Count;

        public override void Run(WorkerPool pool)
        {
            for (nint i = 0; i < _count; i++) _y[i] = *_start + T.CreateTruncating(i) * *_delta;
        }
    }
}
