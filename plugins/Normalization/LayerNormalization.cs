using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = (x − μ)/√(σ² + ε)·scale + b, with the mean μ and the variance σ² over all dimensions from an axis on; then μ and 1/√(σ² + ε).</summary>
/// <param name="Axis">The first dimension that is averaged over; negative from the end.</param>
/// <param name="Epsilon">What keeps the root from 0.</param>
/// <param name="StashType">The element type of the mean and the deviation, 1 for float32. What is narrower is computed in float32, float64 stays.</param>
[Op("LayerNormalization", 17, Signature = "X, Scale, B? -> Y, Mean?, InvStdDev?")]
public sealed record LayerNormalization(long Axis = -1, float Epsilon = 1e-5f, ElementType StashType = ElementType.Float32) : Op
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.RequireFloat();
        x.SameElement();
        int axis = x.Axis(Axis, x.Shape().Rank);
        for (int i = 1; i <= 2; i++)
            if (x.Has(i)) x.Require(Shape.TryBroadcast(x.Shape(), x.Shape(i), out var y) && y.Rank == x.Shape().Rank, $"{(i == 1 ? "Scale" : "B")} must broadcast to {x.Shape()}");
        Shape means = [.. x.Shape().Select((d, i) => i < axis ? d : 1)];
        return [x.Type(), new(StashType, means), new(StashType, means)];
    }

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var data = x[0]!;
        int rank = data.Shape.Rank;
        var (mean, centred, variance) = Moments.Of(Moments.Wide(data), Moments.From(data.Shape.Axis(Axis), rank));
        var inverse = 1 / Moments.Deviation(variance, Epsilon);
        var y = (centred * inverse).Cast(data.Element) * x[1]!;
        return [x[2] is { } bias ? y + bias : y, mean.Cast(StashType), inverse.Cast(StashType)];
    }
}
