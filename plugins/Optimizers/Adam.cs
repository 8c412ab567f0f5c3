using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>G' = ν·X + G; V ← α·V + (1 − α)·G'; H ← β·H + (1 − β)·G'²; r = R·√(1 − βᵀ)/(1 − αᵀ) after the first step and R at it;
/// X ← (1 − μ)·(X − r·V/(√H + ε)). Source: ONNX, ai.onnx.preview.training, Adam.</summary>
/// <remarks>ε stands beside the root of the uncorrected moment, and T counts from 0: another rule than D. Kingma's and J. Ba's, which the optimizers of training have.</remarks>
/// <param name="Alpha">α.</param>
/// <param name="Beta">β.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="NormCoefficient">ν.</param>
/// <param name="NormCoefficientPost">μ.</param>
[Op("Adam", 1, Domain = Training, Signature = "R, T, inputs+ -> outputs+")]
public sealed record Adam(float Alpha = 0.9f, float Beta = 0.999f, float Epsilon = 1e-6f, float NormCoefficient = 0, float NormCoefficientPost = 0) : OptimizerOp(States: 2)
{
    /// <inheritdoc/>
    protected override Value[] Update(Value rate, Value step, Value x, Value gradient, Value[] state)
    {
        var g = Regularized(NormCoefficient, x, gradient);
        Value v = state[0] * Alpha + g * (1 - Alpha), h = state[1] * Beta + g * g * (1 - Beta);
        // 1 − βᵀ in float64: 1 − 0.999 keeps only 14 bits in float32.
        // Not of 0, where it is 0/0: that is not used, but its adjoint would be.
        var t = AfterFirst(step, step, step.Literal(1)).Cast(ElementType.Float64);
        var correction = ((1 - t.Literal(Beta).Pow(t)).Sqrt() / (1 - t.Literal(Alpha).Pow(t))).Cast(rate.Element);
        var next = x - AfterFirst(step, rate * correction, rate) * v / (h.Sqrt() + Epsilon);
        return [NormCoefficientPost == 0 ? next : next * (1 - NormCoefficientPost), v, h];
    }
}
