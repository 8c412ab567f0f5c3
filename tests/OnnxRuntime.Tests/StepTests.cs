using Nabla.OnnxRuntime;
using Nabla.Ops;
using Nabla.Training;

namespace Nabla.Tests;

/// <summary>The whole training step as one function, run by ONNX Runtime: after many steps it has the parameters and state that ours has.</summary>
public class StepTests
{
    internal static readonly Registry Ops = new Registry()
        .AddAssembly(typeof(Nabla.Plugins.Add).Assembly).AddAssembly(typeof(Nabla.Plugins.Relu).Assembly).AddAssembly(typeof(Nabla.Plugins.MatMul).Assembly)
        .AddAssembly(typeof(Nabla.Plugins.SoftmaxCrossEntropyLoss).Assembly).AddAssembly(typeof(Nabla.Plugins.Reshape).Assembly).AddAssembly(typeof(Nabla.Plugins.ReduceSum).Assembly);

    public static TheoryData<string> Optimizers => ["sgd", "momentum", "adam", "adamw"];

    static Optimizer Make(string name) => name switch { "sgd" => new Sgd(0.05), "momentum" => new Momentum(0.02), "adam" => new Adam(2e-3), _ => new AdamW(2e-3) };

    [Theory, MemberData(nameof(Optimizers))]
    public void A_hundred_steps_agree(string optimizer)
    {
        const int Batch = 16, Steps = 100;
        var rule = Make(optimizer);
        var step = new TrainingStep(Ops, Sequential.Mlp([20, 30, 12, 5], "relu"), new SoftmaxCrossEntropy(), rule, 20, seed: 3);
        var sizes = new Dictionary<string, long> { ["N"] = Batch };
        var function = StepFunction.Of(step.Program, [step.Loss]);
        Assert.All(function.Variables, v => Assert.NotNull(v.After));
        using var theirs = new OrtStep(function, sizes);
        var ours = Nabla.Ops.Cpu.Backend(2).Compile(step.Program, [step.Loss], sizes, updates: true);
        Value At(Value v) => function.Graph.Inputs.Single(i => i.Name == v.Name);
        var (x, labels, rate) = (At(step.Input), At(step.Labels), At(step.Update.LearningRate));
        theirs.Input<float>(rate)[0] = ours.Input<float>(step.Update.LearningRate)[0] = (float)rule.LearningRate.At(0);
        var random = new Random(9);
        float first = 0;
        for (int n = 0; n < Steps; n++)
        {
            foreach (ref float v in ours.Input<float>(step.Input)) v = random.NextSingle() * 2 - 1;
            var given = ours.Input<float>(step.Input);
            // Something to learn: the class is where the largest of the first five features stands.
            for (int row = 0; row < Batch; row++) ours.Input<long>(step.Labels)[row] = Largest(given.Slice(row * 20, 5));
            given.CopyTo(theirs.Input<float>(x));
            ours.Input<long>(step.Labels).CopyTo(theirs.Input<long>(labels));
            ours.Run();
            theirs.Run();
            if (n == 0) first = ours.Output<float>(step.Loss)[0];
        }
        Assert.True(ours.Output<float>(step.Loss)[0] < first, "nothing was learned");
        Assert.Equal(ours.Output<float>(step.Loss)[0], theirs.Output<float>(function.Outputs[0])[0], 1e-4f);
        foreach (var v in function.Variables)
        {
            var (expected, actual) = (v.Variable.ToTensor().Span<float>().ToArray(), theirs.Variable<float>(v.Variable).ToArray());
            float scale = expected.Max(Math.Abs);
            for (int i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-4f * Math.Max(scale, 1e-3f), $"{v.Variable.Name}[{i}]: {actual[i]}, not {expected[i]}");
        }
    }

    static int Largest(ReadOnlySpan<float> numbers)
    {
        int best = 0;
        for (int i = 1; i < numbers.Length; i++) if (numbers[i] > numbers[best]) best = i;
        return best;
    }
}
