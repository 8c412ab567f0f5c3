using Nabla.Ops;

namespace Nabla.Training;

/// <summary>Stochastic gradient descent: p ← p − η·(g + λ·p).</summary>
/// <param name="learningRate">η.</param>
/// <param name="weightDecay">λ, at least 0.</param>
public sealed class Sgd(LearningRate learningRate, double weightDecay = 0) : Optimizer(learningRate)
{
    readonly double _decay = Check(weightDecay, "weight decay");

    /// <inheritdoc/>
    protected override Value Update(UpdateGraph update, Value p, Value g)
    {
        if (_decay > 0) g += p * _decay;
        return p - update.LearningRate * g;
    }

    /// <summary><c>sgd</c>.</summary>
    public override string ToString() => "sgd";
}
