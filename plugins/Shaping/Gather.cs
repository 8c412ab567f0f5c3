using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Slices of the data along an axis, chosen by indices: the indices' shape stands in place of the axis.</summary>
[Op("Gather", 1, 11, 13, Signature = "data, indices -> output")]
public sealed record Gather(long Axis = 0) : Op
{
    // x̄ = each slice of ȳ added where it was taken. Scattering goes along the first dimension: others are brought there and back.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        int rank = p.Type().Shape.Rank, axis = Axes.Axis(Axis, rank), n = p.Type(1).Shape.Rank;
        var indices = p.X(1).Cast(ElementType.Int64).AddWith("Unsqueeze", [], p.Graph.Ints(n));
        var add = new ScatterND("add");
        var zeros = p.Literal(0).Expand(p.ShapeOf(0));
        if (axis == 0) return [p.Graph.Add(add, zeros, indices, p.dY)[0]];
        int[] front = [axis, .. Enumerable.Range(0, rank).Where(i => i != axis)], back = [.. Enumerable.Range(0, rank).Select(i => Array.IndexOf(front, i))];
        int[] slicesFirst = [.. Enumerable.Range(axis, n), .. Enumerable.Range(0, axis), .. Enumerable.Range(axis + n, rank - axis - 1)];
        return [p.Graph.Add(add, zeros.Transpose(front), indices, p.dY.Transpose(slicesFirst))[0].Transpose(back)];
    }

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.RequireIndices(1);
        var dims = x.Shape().ToList();
        int axis = x.Axis(Axis, dims.Count);
        dims.RemoveAt(axis);
        dims.InsertRange(axis, x.Shape(1));
        return [new(x.Element(), [.. dims])];
    }

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x)
    {
        if (x.Content(0) is not { } all || x.Ints(1) is not { } indices || x.Shape().Rank != 1 || x.Shape(1).Rank > 1) return null;
        return indices.All(i => i >= -all.Length && i < all.Length) ? [.. indices.Select(i => all[i < 0 ? i + all.Length : i])] : null;
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b)
    {
        int bits = b.In().Element.Bits();
        return bits % 8 != 0 || bits == 0 ? null : b.In(1).Element == ElementType.Int32
            ? new GatherKernel<int>(b, Axes.Around(b.In().Sizes, Axes.Axis(Axis, b.In().Rank)))
            : new GatherKernel<long>(b, Axes.Around(b.In().Sizes, Axes.Axis(Axis, b.In().Rank)));
    }
}

/// <summary>Copies slices by index.</summary>
sealed unsafe class GatherKernel<I>(Binding b, (nint Outer, nint Size, nint Inner) around) : Kernel, IParallelBody
    where I : unmanaged, System.Numerics.IBinaryInteger<I>
{
    readonly byte* _x = (byte*)b.In().Pointer, _y = (byte*)b.Out().Pointer;
    readonly I* _indices = (I*)b.In(1).Pointer;
    readonly nint _count = (nint)b.In(1).Count, _bytes = around.Inner * (b.In().Element.Bits() / 8);

    public override void Run(WorkerPool pool) => pool.For(this, checked((int)(around.Outer * _count)), (int)Math.Max(1, 32_768 / Math.Max(1, _bytes)));

    void IParallelBody.Run(int begin, int end, int worker)
    {
        for (nint slice = begin; slice < end; slice++)
        {
            nint outer = slice / _count, index = Indices.Checked(long.CreateTruncating(_indices[slice % _count]), around.Size);
            Buffer.MemoryCopy(_x + (outer * around.Size + index) * _bytes, _y + slice * _bytes, _bytes, _bytes);
        }
    }
}
