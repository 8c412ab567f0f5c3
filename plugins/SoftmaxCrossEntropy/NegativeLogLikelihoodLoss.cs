using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>ℓₙ = −w[lₙ]·xₙ[lₙ] for logarithms of probabilities x [N, C, d…] and labels l [N, d…]; 0 where the label is to be ignored. The mean
/// divides by the sum of the weights that were used.</summary>
/// <param name="IgnoreIndex">A label that counts for nothing.</param>
/// <param name="Reduction">"mean", "sum" or "none".</param>
[Op("NegativeLogLikelihoodLoss", 12, 13, 22, Signature = "input, target, weight? -> loss")]
public sealed record NegativeLogLikelihoodLoss(long? IgnoreIndex = null, string Reduction = "mean") : Op
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        CrossEntropyRules.Check(x, x.Shape(0), Reduction);
        return [new(x.Element(), Reduction == "none" ? x.Shape(1) : Shape.Scalar)];
    }

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var (logs, labels, weights) = (x[0]!, x[1]!, x[2]);
        Value? used = null;
        if (IgnoreIndex is { } ignored)
        {
            used = labels.EqualTo(labels.Literal(ignored)).Not();
            labels = used.Where(labels, labels.Literal(0));
        }
        var loss = -logs.AddWith("GatherElements", [("axis", 1L)], labels.Unsqueeze(1)).Squeeze(1);
        var weight = weights is null ? null : graph.Add("Gather", weights, labels);
        if (used is not null) weight = used.Where(weight ?? logs.Literal(1), logs.Literal(0));
        if (weight is not null) loss *= weight;
        return Reduction switch
        {
            "none" => [loss],
            "sum" => [loss.Sum()],
            _ => [weight is null ? loss.Mean() : loss.Sum() / weight.Sum()],
        };
    }
}
