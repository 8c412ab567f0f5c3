using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = x/√(E[x²] + ε)·scale, with the mean over all dimensions from an axis on.</summary>
/// <param name="Axis">The first dimension that is averaged over; negative from the end.</param>
/// <param name="Epsilon">What keeps the root from 0.</param>
/// <param name="StashType">The element type to compute in, 1 for float32. What is narrower is computed in float32, float64 stays.</param>
[Op("RMSNormalization", 23, Signature = "X, scale -> Y")]
public sealed record RMSNormalization(long Axis = -1, float Epsilon = 1e-5f, ElementType StashType = ElementType.Float32) : Op
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.RequireFloat();
        x.Axis(Axis, x.Shape().Rank);
        x.Require(Shape.TryBroadcast(x.Shape(), x.Shape(1), out var y) && y.Rank == x.Shape().Rank, $"scale must broadcast to {x.Shape()}");
        return [new(x.Element(1), x.Shape())];
    }

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var data = Moments.Wide(x[0]!);
        var squares = (data * data).Mean(Moments.From(data.Shape.Axis(Axis), data.Shape.Rank), keepDims: true);
        return [(data / Moments.Deviation(squares, Epsilon)).Cast(x[1]!.Element) * x[1]!];
    }
}
