using Nabla;
using Nabla.Ops;
using Nabla.Training;

namespace SampleOptimizer;

/// <summary>p ← p − η·sign(β₁·m + (1 − β₁)·g), then m ← β₂·m + (1 − β₂)·g.
/// Source: X. Chen et al., "Symbolic discovery of optimization algorithms", 2023.</summary>
public sealed class Lion(LearningRate learningRate, double beta1 = 0.9, double beta2 = 0.99) : Optimizer(learningRate)
{
    protected override Value Update(UpdateGraph update, Value p, Value g)
    {
        var m = update.NewState("m");
        update.Bind(m, m * beta2 + g * (1 - beta2));
        return p - update.LearningRate * (m * beta1 + g * (1 - beta1)).Sign();
    }

    public override string ToString() => "lion";
}
