using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>G' = ν·X + G; V ← α·V + β'·G', β' = β after the first step and 1 at it; X ← X − R·V, or with Nesterov's look-ahead X − R·(G' + α·V).
/// Source: ONNX, ai.onnx.preview.training, Momentum.</summary>
/// <param name="Alpha">α.</param>
/// <param name="Beta">β.</param>
/// <param name="Mode"><c>standard</c> or <c>nesterov</c>.</param>
/// <param name="NormCoefficient">ν.</param>
[Op("Momentum", 1, Domain = Training, Signature = "R, T, inputs+ -> outputs+")]
public sealed record Momentum(float Alpha, float Beta, string Mode, float NormCoefficient) : OptimizerOp(States: 1)
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.Require(Mode is "standard" or "nesterov", $"mode is '{Mode}'; it must be standard or nesterov");
        return base.Infer(x);
    }

    /// <inheritdoc/>
    protected override Value[] Update(Value rate, Value step, Value x, Value gradient, Value[] state)
    {
        var g = Regularized(NormCoefficient, x, gradient);
        var v = state[0] * Alpha + (Beta == 1 ? g : g * AfterFirst(step, x.Literal(Beta), x.Literal(1)));
        return [x - rate * (Mode == "nesterov" ? g + v * Alpha : v), v];
    }
}
