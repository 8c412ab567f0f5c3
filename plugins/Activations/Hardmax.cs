using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = 1 where the greatest x of an axis stands (the first of equals), 0 elsewhere.</summary>
/// <param name="Axis">The axis; negative from the end.</param>
[Op("Hardmax", 13, Signature = "input -> output")]
public sealed record Hardmax(long Axis = -1) : Op
{
    /// <inheritdoc/>
    public override OlderForm? Downgrade(IReadOnlyList<Value?> x) =>
        x[0]!.Shape.Rank > 0 && Axes.Axis(Axis, x[0]!.Shape.Rank) == x[0]!.Shape.Rank - 1 ? new(new Hardmax11(x[0]!.Shape.Rank - 1), [x[0]]) : null;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x) => SoftmaxRows.Infer(x, Axis);

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var (data, axis) = (x[0]!, x[0]!.Shape.Axis(Axis));
        if (data.Shape[axis].Is(0)) return [graph.Add("Identity", data)]; // no greatest, and no element
        var size = data.Shape[axis].IsStatic ? graph.Constant(Tensor.Scalar(data.Shape[axis].Size)) : graph.Add("Gather", data.ShapeOf(), graph.Constant(Tensor.Scalar((long)axis)));
        var greatest = data.AddWith("ArgMax", [("axis", (long)axis), ("keepdims", 0L)]);
        var zeroOne = graph.Constant(data.Element == ElementType.Float64 ? Tensor.Vector(0.0, 1.0) : Tensor.Vector(0f, 1f));
        return [greatest.AddWith("OneHot", [("axis", (long)axis)], size, zeroOne).Cast(data.Element)];
    }

    // Constant between its jumps.
    /// <inheritdoc/>
    public override bool HasZeroDerivative(int input) => true;
}

/// <summary>Before version 13 all dimensions from the axis on were one row.</summary>
[Op("Hardmax", 1, 11, Signature = "input -> output")]
public sealed record Hardmax11(long Axis = 1) : RowsUpgrade(Axis);
