using System.Numerics;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>For each index a row of <c>depth</c> elements along a new dimension: values[1] at the index, values[0] elsewhere; an index outside
/// [−depth, depth) has none.</summary>
/// <param name="Axis">Where the new dimension stands in the result.</param>
[Op("OneHot", 11, Signature = "indices, depth, values -> output")]
public sealed record OneHot(long Axis = -1) : Op
{
    /// <inheritdoc/>
    public override bool HasZeroDerivative(int input) => input < 2;

    // v̄₁ = Σ ȳ where the index points, v̄₀ = Σ ȳ elsewhere.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        var zeroOne = p.Graph.Constant(Tensor.Vector(0f, 1f)).Cast(p.dY.Element);
        var at = p.Graph.Add(this, p.X(0), p.X(1), zeroOne)[0].Greater(0);
        var (off, on) = (at.Where(p.Literal(0), p.dY).Sum(), at.Where(p.dY, p.Literal(0)).Sum());
        return [null, null, off.Unsqueeze(0).AddWith("Concat", [("axis", 0L)], on.Unsqueeze(0))];
    }

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.Require(x.Shape(2) is { Rank: 1 } two && (!two[0].IsStatic || two[0].Is(2)), $"values must hold two elements: off, on; there is {x.Type(2)}");
        var dims = x.Shape().ToList();
        dims.Insert(x.Axis(Axis, dims.Count + 1), Depth(x));
        return [new(x.Element(2), [.. dims])];
    }

    static Dim Depth(Inference x) => x.Content(1) is [var depth] ? depth : x.Constant(1) switch
    {
        { Count: 1, Element: ElementType.Float32 } t => (long)t.Span<float>()[0],
        { Count: 1, Element: ElementType.Float64 } t => (long)t.Span<double>()[0],
        _ => x.Unknown(),
    };

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => b.In().Element switch
    {
        ElementType.Int64 => Bind<long>(b),
        ElementType.Int32 => Bind<int>(b),
        ElementType.Float32 => Bind<float>(b),
        ElementType.Float64 => Bind<double>(b),
        _ => null,
    };

    Kernel? Bind<I>(Binding b) where I : unmanaged, INumber<I>
    {
        var around = Axes.Around(b.Out().Sizes, Axes.Axis(Axis, b.Out().Rank));
        return b.Out().Element.Bits() switch
        {
            8 => new OneHotKernel<I, byte>(b, around),
            16 => new OneHotKernel<I, ushort>(b, around),
            32 => new OneHotKernel<I, uint>(b, around),
            64 => new OneHotKernel<I, ulong>(b, around),
            128 => new OneHotKernel<I, UInt128>(b, around),
            _ => null,
        };
    }
}

/// <summary>Writes values[0] everywhere, then values[1] where the indices point.</summary>
sealed unsafe class OneHotKernel<I, T>(Binding b, (nint Outer, nint Size, nint Inner) around) : Kernel, IParallelBody
    where I : unmanaged, INumber<I> where T : unmanaged
{
    readonly I* _indices = (I*)b.In(0).Pointer;
    readonly T* _values = (T*)b.In(2).Pointer, _y = (T*)b.Out().Pointer;
    readonly nint _depth = around.Size, _inner = around.Inner;

    public override void Run(WorkerPool pool) =>
        pool.For(this, checked((int)around.Outer), (int)Math.Max(1, 16_384 / Math.Max(1, _depth * _inner)));

    void IParallelBody.Run(int begin, int end, int worker)
    {
        for (nint o = begin; o < end; o++)
        {
            T* y = _y + o * _depth * _inner;
            new Span<T>(y, checked((int)(_depth * _inner))).Fill(_values[0]);
            for (nint i = 0; i < _inner; i++)
            {
                long index = long.CreateTruncating(_indices[o * _inner + i]);
                if (index < 0) index += _depth;
                if (index >= 0 && index < _depth) y[(nint)index * _inner + i] = _values[1];
            }
        }
    }
}

/// <summary>Before version 11 a negative index had none, rather than being counted from the end.</summary>
[Op("OneHot", 9, Signature = "indices, depth, values -> output")]
public sealed record OneHot9(long Axis = -1) : Upgrade
{
    // Far below −depth for every depth that fits into memory.
    const long Nowhere = int.MinValue;

    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var indices = x[0]!.Cast(ElementType.Int64);
        return [graph.Add(new OneHot(Axis), indices.Less(0).Where(indices.Literal(Nowhere), indices), x[1], x[2])[0]];
    }
}
