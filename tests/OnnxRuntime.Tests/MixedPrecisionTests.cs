using Nabla.Onnx;
using Nabla.Training;

namespace Nabla.Tests;

/// <summary>Products in small numbers: the loss goes down as it does in float32, here and in ONNX Runtime, and a step that overflows is left out.</summary>
public class MixedPrecisionTests
{
    static Trainer Make(MixedPrecision? precision, IBackend backend, Optimizer? optimizer = null) =>
        new(new TrainingStep(StepTests.Ops, Sequential.Mlp([64, 48, 10], "relu"), new SoftmaxCrossEntropy(), optimizer ?? new Adam(2e-3), 64, seed: 3, precision), backend, new() { BatchSize = 64, Seed = 3 });

    static Dataset Data() => Digits.Load().Train;

    static double[] Curve(Trainer trainer, int epochs = 6) => [.. Enumerable.Range(0, epochs).Select(_ => trainer.TrainEpoch(Data()).Loss)];

    [Theory]
    [InlineData("float16", "nabla")]
    [InlineData("bfloat16", "nabla")]
    [InlineData("float16", "portable")]
    [InlineData("float16", "accelerator")]
    public void The_loss_goes_down_as_in_float32(string precision, string where)
    {
        var small = precision == "float16" ? MixedPrecision.Float16 : MixedPrecision.BFloat16;
        using var device = where == "nabla" ? null : BackendTests.Backend(where == "portable" ? ExportProfile.Portable : ExportProfile.Accelerator, apart: true);
        var trainer = Make(small, device ?? (IBackend)Nabla.Ops.Cpu.Backend(2));
        var (expected, actual) = (Curve(Make(null, Nabla.Ops.Cpu.Backend(2))), Curve(trainer));
        Assert.True(expected[^1] < 0.25 * expected[0], "nothing was learned");
        // The place of the last bit: 2⁻¹¹ of float16, 2⁻⁸ of bfloat16, over some hundred steps.
        for (int i = 0; i < expected.Length; i++) Assert.InRange(actual[i] / expected[i], precision == "float16" ? 0.98 : 0.93, precision == "float16" ? 1.02 : 1.07);
        Assert.NotEqual(expected, actual);
        // What is evaluated and written is the model in float32.
        Assert.All(trainer.Parameters, p => Assert.Equal(ElementType.Float32, p.Type.Element));
        Assert.DoesNotContain(trainer.ModelGraph.Nodes, n => n.Op.Schema.Name == "Cast");
        Assert.InRange(trainer.Evaluate(Data()).Accuracy!.Value, 0.93, 1);
    }

    // ONNX Runtime's CPU provider computes float16 as float32 and leaves out the rounding between: there the squares of float32 must overflow.
    [Theory, InlineData("nabla", 24), InlineData("onnxruntime", 68)]
    public void A_step_that_overflows_changes_nothing_but_the_factor(string where, int exponent)
    {
        using var device = where == "nabla" ? null : BackendTests.Backend(ExportProfile.Accelerator);
        var trainer = Make(MixedPrecision.Float16 with { LossScale = Math.Pow(2, exponent) }, device ?? (IBackend)Nabla.Ops.Cpu.Backend(1));
        var before = trainer.Parameters.Select(p => p.ToTensor()).ToList();
        Variable factor = trainer.State.Single(v => v.Name == "loss_scale"), good = trainer.State.Single(v => v.Name == "good_steps");
        var seen = new List<float> { factor.ToTensor().Span<float>()[0] };
        int skipped = 0;
        trainer.TrainEpoch(Data(), _ =>
        {
            seen.Add(factor.ToTensor().Span<float>()[0]);
            if (seen[^1] >= seen[^2]) return;
            Assert.Equal(0, good.ToTensor().Span<float>()[0]);
            if (skipped == seen.Count - 2) Assert.Equal(before, trainer.Parameters.Select(p => p.ToTensor()));
            skipped++;
        });
        Assert.InRange(skipped, 1, 12);
        Assert.Equal(seen[0] / (1 << skipped), seen[^1]);
        Assert.Equal(seen.Count - 1 - skipped, trainer.State.Single(v => v.Name == "t").ToTensor().Span<float>()[0]);
        Assert.NotEqual(before, trainer.Parameters.Select(p => p.ToTensor()));
    }

    [Fact]
    public void The_factor_doubles_after_steps_that_did_not_overflow()
    {
        var trainer = Make(MixedPrecision.Float16 with { LossScale = 4, GrowthInterval = 5 }, Nabla.Ops.Cpu.Backend(1), new Sgd(0.01));
        trainer.TrainEpoch(Data());
        // 1437 rows in batches of 64: 23 steps
        Assert.Equal(4 * 16, trainer.State.Single(v => v.Name == "loss_scale").ToTensor().Span<float>()[0]);
        Assert.Equal(3, trainer.State.Single(v => v.Name == "good_steps").ToTensor().Span<float>()[0]);
    }

    [Fact]
    public void Products_are_of_small_numbers_and_everything_else_is_not()
    {
        var step = Make(MixedPrecision.Float16, Nabla.Ops.Cpu.Backend(1)).Step;
        var function = StepFunction.Of(step.Program, [step.Loss]);
        var small = function.Graph.Nodes.Where(n => n.Outputs[0].Element == ElementType.Float16).Select(n => n.Op.Schema.Name).ToHashSet();
        // The adjoint of the first relu chooses among small numbers, the biases' sums are of them.
        Assert.Equal(["Cast", "Gemm", "ReduceSum", "Relu", "Where"], small.Order());
        Assert.All(function.Graph.Nodes.Where(n => n.Op.Schema.Name == "Gemm"), n => Assert.All(n.Inputs, v => Assert.Equal(ElementType.Float16, v!.Element)));
        Assert.Equal(5, function.Graph.Nodes.Count(n => n.Op.Schema.Name == "Gemm"));
        Assert.All(function.Variables, v => Assert.Equal(ElementType.Float32, v.Variable.Type.Element));
    }
}
