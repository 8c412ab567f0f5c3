using Nabla.Ops;

namespace Nabla.Training;

/// <summary>Gradient descent with momentum, in PyTorch's form: v ← μ·v + g; p ← p − η·v, or with Nesterov's look-ahead p ← p − η·(g + μ·v).
/// Source: I. Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013.</summary>
/// <remarks>v is kept from becoming subnormal, by rounding to multiples of 2⁻⁹⁹ below 2⁻⁷⁶.</remarks>
/// <param name="learningRate">η.</param>
/// <param name="momentum">μ in [0, 1).</param>
/// <param name="nesterov">True for the look-ahead.</param>
/// <param name="weightDecay">λ, at least 0: g includes λ·p.</param>
public sealed class Momentum(LearningRate learningRate, double momentum = 0.9, bool nesterov = false, double weightDecay = 0) : Optimizer(learningRate)
{
    readonly double _μ = Check(momentum, "momentum", below: 1), _decay = Check(weightDecay, "weight decay");

    /// <inheritdoc/>
    protected override Value Update(UpdateGraph update, Value p, Value g)
    {
        if (_decay > 0) g += p * _decay;
        var v = update.NewState("v");
        var next = Underflow.Moment(v * _μ + g);
        update.Bind(v, next);
        return p - update.LearningRate * (nesterov ? g + next * _μ : next);
    }

    /// <summary><c>momentum</c> or <c>nesterov</c>.</summary>
    public override string ToString() => nesterov ? "nesterov" : "momentum";
}
