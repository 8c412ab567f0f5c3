using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>r = R/(1 + T·d); G' = ν·X + G; H ← H + G'²; X ← X − r·G'/(√H + ε). Source: ONNX, ai.onnx.preview.training, Adagrad.</summary>
/// <param name="Epsilon">ε.</param>
/// <param name="DecayFactor">d.</param>
/// <param name="NormCoefficient">ν.</param>
[Op("Adagrad", 1, Domain = Training, Signature = "R, T, inputs+ -> outputs+")]
public sealed record Adagrad(float Epsilon = 1e-6f, float DecayFactor = 0, float NormCoefficient = 0) : OptimizerOp(States: 1)
{
    /// <inheritdoc/>
    protected override Value[] Update(Value rate, Value step, Value x, Value gradient, Value[] state)
    {
        var r = DecayFactor == 0 ? rate : rate / (step.Cast(rate.Element) * DecayFactor + 1);
        var g = Regularized(NormCoefficient, x, gradient);
        var h = state[0] + g * g;
        return [x - r * g / (h.Sqrt() + Epsilon), h];
    }
}
