using Nabla.Ops;

namespace Nabla.Training;

/// <summary>m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; p ← p − η·m̂ / (√v̂ + ε), m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).
/// Source: D. Kingma, J. Ba, "Adam: a method for stochastic optimization", 2015.</summary>
/// <remarks>Moments are kept from becoming subnormal, by rounding m to multiples of 2⁻⁹⁹ below 2⁻⁷⁶ and v, where ε is not 0, to multiples of 2⁻¹²³ below 2⁻¹⁰⁰.</remarks>
public class Adam : Optimizer
{
    readonly double _β1, _β2, _ε;

    /// <summary>Adam.</summary>
    /// <param name="learningRate">η; by default 0.001.</param>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε, at least 0.</param>
    /// <param name="weightDecay">λ, at least 0: g includes λ·p. For decay apart from the gradient see <see cref="AdamW"/>.</param>
    public Adam(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
        : base(learningRate ?? 1e-3)
    {
        (_β1, _β2) = (Check(beta1, "β₁", below: 1), Check(beta2, "β₂", below: 1));
        (_ε, WeightDecay) = (Check(epsilon, "ε"), Check(weightDecay, "weight decay"));
    }

    /// <summary>λ.</summary>
    protected double WeightDecay { get; }

    /// <inheritdoc/>
    protected override Value Update(UpdateGraph update, Value p, Value g) => Step(update, p, WeightDecay > 0 ? g + p * WeightDecay : g);

    /// <summary>p − η·m̂ / (√v̂ + ε), the moments taken on with g.</summary>
    protected Value Step(UpdateGraph update, Value p, Value g)
    {
        Value m = update.NewState("m"), v = update.NewState("v");
        Value nextM = Underflow.Moment(m * _β1 + g * (1 - _β1)), nextV = v * _β2 + g * g * (1 - _β2);
        if (_ε > 0) nextV = Underflow.Square(nextV);
        update.Bind(m, nextM);
        update.Bind(v, nextV);
        var stepSize = update.Once("step size", () => update.LearningRate / Correction(update, _β1));
        // Multiplied by, not divided: one number for all, and divisions are what an update costs.
        var correction = update.Once("second correction", () => 1 / Correction(update, _β2));
        return p - stepSize * nextM / ((nextV * correction).Sqrt() + _ε);
    }

    // 1 − βᵗ; in float64, as 1 − 0.999 keeps only 14 bits in float32.
    static Value Correction(UpdateGraph update, double β)
    {
        var t = update.Step.Cast(ElementType.Float64);
        return (1 - t.Literal(β).Pow(t)).Cast(ElementType.Float32);
    }

    /// <summary><c>adam</c>.</summary>
    public override string ToString() => "adam";
}
