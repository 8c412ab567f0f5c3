using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The same elements as a matrix: the dimensions before <paramref name="Axis"/> become its rows, the others its columns.</summary>
[Op("Flatten", 1, 9, 11, 13, 21, 23, 24, 25, Signature = "input -> output")]
public sealed record Flatten(long Axis = 1) : Op
{
    /// <inheritdoc/>
    public override bool IsView => true;

    // x̄ = ȳ in the shape of x.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY.Reshape(p.ShapeOf(0))];

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        var dims = x.Shape().Dims;
        int axis = Axis == dims.Length ? dims.Length : x.Axis(Axis, dims.Length);
        return [new(x.Element(), [Nabla.Shape.Create(dims[..axis]).Count, Nabla.Shape.Create(dims[axis..]).Count])];
    }
}
