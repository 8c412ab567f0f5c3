namespace Nabla.Plugins;

/// <summary>A tensor of a given shape that holds the same element everywhere.</summary>
/// <param name="Value">A tensor with that one element; by default a 32-bit 0.</param>
[Op("ConstantOfShape", 9, 20, 21, 23, 24, 25, Signature = "input -> output")]
public sealed record ConstantOfShape(Tensor? Value = null) : Op
{
    static readonly Tensor Zero = Tensor.Vector(0f);

    Tensor Filling => Value ?? Zero;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.Require(Filling.Count == 1, $"value must hold one element; there is {Filling.Type}");
        x.Require(x.Shape() is { Rank: 1 } rank && (x.Content(0) is not null || rank[0].IsStatic), "how many dimensions the result has must be known; give the shape as a constant");
        return [new(Filling.Element, [.. x.Content(0) ?? x.Unknowns(x.Shape()[0].Size)])];
    }

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x) => Filling.ToInts() is [var value] && x.Content(0) is { Length: <= 1 } shape && shape is [] or [{ IsStatic: true }]
        && (shape.Length == 0 || shape[0].Size <= 64) ? [.. Enumerable.Repeat(new Dim(value), shape.Length == 0 ? 1 : (int)shape[0].Size)] : null;

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => Filled.Bind(Filling, b.Out());
}
