using Nabla.Ops;

namespace Nabla.Training;

/// <summary>h ← h + g²; p ← p − η·g / (√h + ε). Source: J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods", 2011.</summary>
/// <param name="learningRate">η; by default 0.01.</param>
/// <param name="epsilon">ε, at least 0.</param>
/// <param name="weightDecay">λ, at least 0: g includes λ·p.</param>
public sealed class Adagrad(LearningRate? learningRate = null, double epsilon = 1e-10, double weightDecay = 0) : Optimizer(learningRate ?? 1e-2)
{
    readonly double _ε = Check(epsilon, "ε"), _decay = Check(weightDecay, "weight decay");

    /// <inheritdoc/>
    protected override Value Update(UpdateGraph update, Value p, Value g)
    {
        if (_decay > 0) g += p * _decay;
        var h = update.NewState("h");
        var next = h + g * g;
        update.Bind(h, next);
        return p - update.LearningRate * g / (next.Sqrt() + _ε);
    }

    /// <summary><c>adagrad</c>.</summary>
    public override string ToString() => "adagrad";
}
