namespace Nabla.Plugins;

/// <summary>The number of elements as a 64-bit integer.</summary>
[Op("Size", 1, 13, 19, 21, 23, 24, 25, Signature = "data -> size")]
public sealed record Size() : Op
{
    /// <inheritdoc/>
    public override bool HasZeroDerivative(int input) => true;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x) => [new(ElementType.Int64, Nabla.Shape.Scalar)];

    /// <inheritdoc/>
    public override Dim[] Content(Inference x) => [x.Shape().Count];

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => Fixed.Ints(b.Out(), b.In().Count);
}
