using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = (x − μ)/(σ + 1e-9), with the mean μ and the deviation σ over some axes.</summary>
/// <param name="Axes">The dimensions that are averaged over; if none are given, all but the second of four.</param>
[Op("MeanVarianceNormalization", 9, 13, Signature = "X -> Y")]
public sealed record MeanVarianceNormalization(AttributeList<long> Axes = default) : Op
{
    long[] Given => Axes.Count == 0 ? [0, 2, 3] : [.. Axes];

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.RequireFloat();
        x.AxesOf(Given, x.Shape().Rank);
        return [x.Type()];
    }

    // Where σ = 0 everything is μ, and any root gives y = 0; that of 1 has a slope. A variance that is no number stays one.
    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var (_, centred, variance) = Moments.Of(x[0]!, Given);
        return [centred / (variance.EqualTo(variance.Literal(0)).Where(variance.Literal(1), variance).Sqrt() + 1e-9)];
    }
}
