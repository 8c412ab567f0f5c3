using Nabla.Ops;

namespace Nabla.Training;

/// <summary>Adam with weight decay apart from the gradient: p ← p·(1 − η·λ) − η·m̂ / (√v̂ + ε).
/// Source: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", 2019, with λ scaled by η as in PyTorch.</summary>
/// <param name="learningRate">η; by default 0.001.</param>
/// <param name="weightDecay">λ, at least 0.</param>
/// <param name="beta1">β₁ in [0, 1).</param>
/// <param name="beta2">β₂ in [0, 1).</param>
/// <param name="epsilon">ε, at least 0.</param>
public sealed class AdamW(LearningRate? learningRate = null, double weightDecay = 0.01, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
    : Adam(learningRate, beta1, beta2, epsilon, weightDecay)
{
    /// <inheritdoc/>
    protected override Value Update(UpdateGraph update, Value p, Value g) =>
        Step(update, WeightDecay > 0 ? p * (1 - update.LearningRate * WeightDecay) : p, g);

    /// <summary><c>adamw</c>.</summary>
    public override string ToString() => "adamw";
}
