namespace Nabla.Plugins;

/// <summary>The upper or lower triangle of matrices, zero elsewhere.</summary>
/// <param name="Upper">1 for the upper triangle, 0 for the lower; input k moves its edge to the right.</param>
[Op("Trilu", 14, Signature = "input, k? -> output")]
public sealed record Trilu(long Upper = 1) : Op
{
    // x̄ = the same triangle of ȳ.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.Graph.Add(this, p.dY, p.Has(1) ? p.X(1) : null)[0]];

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.Require(x.Shape().Rank >= 2, "needs at least two dimensions");
        x.Require(!x.Has(1) || x.Element(1) == ElementType.Int64 && x.Shape(1).Count.Is(1), "k must be one i64");
        return [x.Type()];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) =>
        b.In().Element.Bits() is var bits && bits % 8 == 0 && bits > 0 ? new Triangle(b, Upper != 0, bits / 8) : null;

    sealed unsafe class Triangle(Binding b, bool upper, int size) : Kernel, IParallelBody
    {
        readonly byte* _x = (byte*)b.In().Pointer, _y = (byte*)b.Out().Pointer;
        readonly long* _k = b.In(1).IsPresent ? (long*)b.In(1).Pointer : null;
        readonly long _rows = b.In().Sizes[^2], _columns = b.In().Sizes[^1];
        readonly int _all = b.In().Count == 0 ? 0 : checked((int)(b.In().Count / b.In().Sizes[^1]));

        public override void Run(WorkerPool pool) => pool.For(this, _all, (int)Math.Max(1, 16_384 / Math.Max(1, _columns)));

        void IParallelBody.Run(int begin, int end, int worker)
        {
            for (long row = begin; row < end; row++)
            {
                // The first column of the upper triangle, or the first behind the lower.
                long edge = Math.Clamp(row % _rows + (_k is null ? 0 : *_k) + (upper ? 0 : 1), 0, _columns);
                int bytes = (int)_columns * size, cut = (int)edge * size;
                ReadOnlySpan<byte> from = new(_x + row * bytes, bytes);
                Span<byte> to = new(_y + row * bytes, bytes);
                (upper ? to[..cut] : to[cut..]).Clear();
                if (upper) from[cut..].CopyTo(to[cut..]);
                else from[..cut].CopyTo(to);
            }
        }
    }
}
