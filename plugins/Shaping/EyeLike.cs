namespace Nabla.Plugins;

/// <summary>A matrix of the size of another, 1 on a diagonal and 0 elsewhere.</summary>
/// <param name="Dtype">The element type of the result; by default that of the input.</param>
/// <param name="K">How far right of the main diagonal it lies.</param>
[Op("EyeLike", 9, 22, Signature = "input -> output")]
public sealed record EyeLike(ElementType? Dtype = null, long K = 0) : Op
{
    // Only the size of the input matters.
    /// <inheritdoc/>
    public override bool HasZeroDerivative(int input) => true;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.Require(x.Shape().Rank == 2, "needs a matrix");
        return [new(Dtype ?? x.Element(), x.Shape())];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => b.Out().Element.Bits() is var bits && bits % 8 == 0 && bits > 0 ? new Diagonal(b, K, bits / 8) : null;

    sealed unsafe class Diagonal(Binding b, long k, int size) : Kernel
    {
        readonly byte* _y = (byte*)b.Out().Pointer;
        readonly long _rows = b.Out().Sizes[0], _columns = b.Out().Sizes[1];
        readonly Tensor _one = Tensor.Literal(b.Out().Element, 1);

        public override void Run(WorkerPool pool)
        {
            new Span<byte>(_y, checked((int)(_rows * _columns * size))).Clear();
            for (long row = Math.Max(0, -k); row < _rows && row + k < _columns; row++)
                _one.Bytes.CopyTo(new Span<byte>(_y + (row * _columns + row + k) * size, size));
        }
    }
}
