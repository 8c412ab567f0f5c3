namespace Nabla.Plugins;

/// <summary>The sizes of the dimensions <paramref name="Start"/> … <paramref name="End"/> − 1 as a vector of 64-bit integers.</summary>
/// <param name="Start">The first dimension, counted from the end if negative.</param>
/// <param name="End">The one after the last; by default all are taken.</param>
[Op("Shape", 1, 13, 15, 19, 21, 23, 24, 25, Signature = "data -> shape")]
public sealed record Shape(long Start = 0, long? End = null) : Op
{
    /// <inheritdoc/>
    public override bool HasZeroDerivative(int input) => true;

    /// <inheritdoc/>
    public override int OldestVersion(IReadOnlyList<Value?> x) => Start != 0 || End is not null ? 15 : 1;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x) => [new(ElementType.Int64, [Content(x).Length])];

    /// <inheritdoc/>
    public override Dim[] Content(Inference x)
    {
        var dims = x.Shape().Dims;
        int start = Clamp(Start, dims.Length), end = Clamp(End ?? dims.Length, dims.Length);
        return dims[start..Math.Max(start, end)].ToArray();
    }

    static int Clamp(long axis, int rank) => (int)Math.Clamp(axis < 0 ? axis + rank : axis, 0, rank);

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => Fixed.Ints(b.Out(), b.In().Sizes.Slice(Clamp(Start, b.In().Rank), (int)b.Out().Count));
}
