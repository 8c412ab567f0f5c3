using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = (x − μ)/√(σ² + ε)·scale + b for x [N, C, d…], with the mean μ and the variance σ² of each channel of each instance.</summary>
/// <param name="Epsilon">What keeps the root from 0.</param>
[Op("InstanceNormalization", 6, 22, Signature = "input, scale, B -> output")]
public sealed record InstanceNormalization(float Epsilon = 1e-5f) : Op
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.RequireFloat();
        x.SameElement();
        x.Require(x.Shape().Rank >= 3, "needs [N, C, d…]");
        x.RequirePerChannel(1);
        x.RequirePerChannel(2);
        return [x.Type()];
    }

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        int rank = x[0]!.Shape.Rank;
        var (_, centred, variance) = Moments.Of(x[0]!, Moments.From(2, rank));
        return [centred / Moments.Deviation(variance, Epsilon) * Moments.PerChannel(x[1]!, rank) + Moments.PerChannel(x[2]!, rank)];
    }
}
