using Nabla.Onnx;
using Nabla.OnnxRuntime;
using Nabla.Training;

namespace Nabla.Tests;

/// <summary>What the accelerator's profile makes of a training step; that it learns the same is tested with the backend.</summary>
public class ProfileTests
{
    static readonly Dictionary<string, long> Sizes = new() { ["N"] = 16 };

    static StepFunction Portable(Optimizer optimizer)
    {
        var step = new TrainingStep(StepTests.Ops, Sequential.Mlp([20, 30, 5], "relu"), new SoftmaxCrossEntropy(), optimizer, 20, seed: 1);
        return StepFunction.Of(step.Program, [step.Loss]);
    }

    static StepFunction Step(Optimizer optimizer, ExportProfile? profile = null) => (profile ?? ExportProfile.Accelerator).Apply(Portable(optimizer), Sizes);

    static string[] Ops(StepFunction step) => [.. step.Graph.Nodes.Select(n => n.Op.Schema.Name)];

    static Node Of(StepFunction step, string output) => step.Graph.Nodes.Single(n => n.Outputs[0].Name == output);

    static T Attribute<T>(Node node, string name) => (T)node.Op.Schema.Attributes.Single(a => a.OnnxName == name).ValueOf(node.Op)!;

    [Fact]
    public void The_update_of_plain_gradient_descent_is_one_product()
    {
        var step = Step(new Sgd(0.1));
        var update = Of(step, "fc1.weight.new");
        Assert.Equal(("Gemm", -1f, 1f, 1L), (update.Op.Schema.Name, Attribute<float>(update, "alpha"), Attribute<float>(update, "beta"), Attribute<long>(update, "transA")));
        Assert.Equal(["x", "fc1.weight"], [update.Inputs[0]!.Name, update.Inputs[2]!.Name]);
        // The bias shares η·dZ with it.
        Assert.Contains(Of(step, "fc1.bias.new").Inputs[1]!.Producer!.Inputs[0], update.Inputs);
        // 2 layers forward, relu, 5 for the loss, 4 for its adjoint, dA, 2 for the relu's adjoint; a layer's update: η·dZ, W', Σ, b'
        Assert.Equal(2 + 1 + 5 + 4 + 1 + 2 + 2 * 4, step.Graph.Nodes.Count);
    }

    [Fact]
    public void Momentum_is_added_by_the_product_of_the_gradient()
    {
        var next = Of(Step(new Momentum(0.1, 0.75)), "fc1.weight.v.new");
        Assert.Equal(("Gemm", 1f, 0.75f, 1L), (next.Op.Schema.Name, Attribute<float>(next, "alpha"), Attribute<float>(next, "beta"), Attribute<long>(next, "transA")));
        Assert.Equal("fc1.weight.v", next.Inputs[2]!.Name);
    }

    [Fact]
    public void Adam_keeps_its_states_without_a_factor_and_its_correction_off_the_elements()
    {
        var step = Step(new Adam(1e-3, beta1: 0.75, beta2: 0.9375));
        var scales = step.Variables.ToDictionary(v => v.Variable.Name, v => v.Scale);
        Assert.Equal((0.25, 0.0625, 1, 1), (scales["fc1.weight.m"], scales["fc1.weight.v"], scales["fc1.weight"], scales["t"]));
        int Elementwise(StepFunction s) => s.Graph.Nodes.Count(n => n.Outputs[0].Type.ToString() == "f32[20,30]" && n.Op.Schema.Name != "Gemm");
        Assert.Equal((17, 10), (Elementwise(Step(new Adam(), ExportProfile.Portable)), Elementwise(step)));
    }

    [Theory, InlineData("sgd"), InlineData("momentum"), InlineData("adam")]
    public void No_size_is_left_open_and_none_is_computed(string name)
    {
        var step = Step(name == "sgd" ? new Sgd(0.1) : name == "momentum" ? new Momentum(0.1) : new Adam());
        Assert.All(step.Graph.Inputs.Concat(step.Graph.Nodes.SelectMany(n => n.Outputs)), v => Assert.True(v.Shape.IsStatic, v.ToString()));
        Assert.Empty(Ops(step).Intersect(["Shape", "Size", "Expand", "SoftmaxCrossEntropyLoss", "Transpose", "Identity"]));
        Assert.Contains("give a size for N", Assert.Throws<NablaException>(() => ExportProfile.Accelerator.Apply(Portable(new Sgd(0.1)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_outputs_and_their_order_stay()
    {
        var (before, after) = (Portable(new Adam()), Step(new Adam()));
        Assert.Equal(before.Graph.Inputs.Select(v => v.Name), after.Graph.Inputs.Select(v => v.Name));
        Assert.Equal(before.Graph.Outputs.Select(v => v.Name), after.Graph.Outputs.Select(v => v.Name));
        Assert.Equal(before.Variables.Select(v => (v.Before.Name, v.After!.Name)), after.Variables.Select(v => (v.Before.Name, v.After!.Name)));
    }

    [Fact]
    public void Sums_over_the_batch_can_be_products()
    {
        var step = Step(new Sgd(0.1), ExportProfile.Accelerator with { SumsByProduct = true });
        Assert.Single(Ops(step), "ReduceSum");
        Assert.Equal(2, Ops(step).Count(o => o == "MatMul"));
    }

    // ONNX Runtime's CPU provider has no product of bfloat16, so the numbers are held against our kernels' own.
    [Theory, InlineData("relu"), InlineData("leakyrelu"), InlineData("elu")]
    public void Nothing_compares_or_rounds_in_bfloat16_where_CUDA_cannot(string activation)
    {
        var step = new TrainingStep(StepTests.Ops, Sequential.Mlp([20, 30, 5], activation), new SoftmaxCrossEntropy(), new Momentum(0.1), 20, seed: 1, MixedPrecision.BFloat16);
        var portable = StepFunction.Of(step.Program, [step.Loss]);
        var wide = ExportProfile.Accelerator.Apply(portable, Sizes);
        Assert.Contains(wide.Graph.Nodes, n => n.Inputs[0]?.Element == ElementType.BFloat16);
        Assert.DoesNotContain(wide.Graph.Nodes, n =>
            n.Op.Schema.Name is "Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual" or "Equal" or "LeakyRelu" or "Elu" or "Clip" && n.Inputs.Any(v => v?.Element == ElementType.BFloat16));
        var (expected, actual) = (Results(portable), Results(wide));
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (name, numbers) in expected)
        {
            double scale = numbers.Max(Math.Abs);
            Assert.All(numbers.Zip(actual[name]), p => Assert.Equal(p.First, p.Second, 0.01 * scale));
        }
    }

    [Theory, InlineData(1), InlineData(0.5)]
    public void Celu_is_computed_by_what_CUDA_has(double alpha)
    {
        var celu = new Activation("Celu", new Dictionary<string, object> { ["alpha"] = (float)alpha });
        var step = new TrainingStep(StepTests.Ops, new Sequential(new Linear(20, 30), celu, new Linear(30, 5)), new SoftmaxCrossEntropy(), new Momentum(0.1), 20, seed: 1);
        var portable = StepFunction.Of(step.Program, [step.Loss]);
        var accelerated = ExportProfile.Accelerator.Apply(portable, Sizes);
        Assert.Contains("Celu", Ops(portable));
        Assert.DoesNotContain("Celu", Ops(accelerated));
        var (expected, actual) = (Results(portable), Results(accelerated));
        foreach (var (name, numbers) in expected) Assert.All(numbers.Zip(actual[name]), p => Assert.Equal(p.First, p.Second, 1e-5));
    }

    static Dictionary<string, double[]> Results(StepFunction step)
    {
        var run = Nabla.Ops.Cpu.Backend(1).Compile(step.Graph.Program, step.Graph.Outputs, step.Graph.Inputs.All(v => v.Shape.IsStatic) ? null : Sizes);
        var random = new Random(5);
        var variables = step.Variables.ToDictionary(v => v.Before, v => v.Variable);
        foreach (var input in run.Inputs)
        {
            if (variables.TryGetValue(input, out var variable)) run.Feed(input, variable.ToTensor());
            else if (input.Element == ElementType.Int64) foreach (ref long label in run.Input<long>(input)) label = random.Next(5);
            else foreach (ref float x in run.Input<float>(input)) x = input.Shape.Rank == 0 ? 0.1f : random.NextSingle() * 2 - 1;
        }
        run.Run();
        return step.Graph.Outputs.ToDictionary(v => v.Name, v => run.OutputTensor(v).ToDoubles());
    }

    [Fact]
    public void A_written_step_says_what_its_states_are_scaled_by()
    {
        var file = StepExport.Write(Step(new Adam()));
        Assert.Empty(ModelChecker.Check(file));
        Assert.Equal(0.1, double.Parse(file.MetadataProps.Single(m => m.Key == "nabla.scale.fc1.weight.m").Value, System.Globalization.CultureInfo.InvariantCulture), 1e-8);
        using var model = new OrtModel(file);
        Assert.Contains("fc1.weight.m.new", model.Outputs);
    }

    [Fact]
    public void A_clipped_gradient_is_not_mistaken_for_a_plain_one()
    {
        // Something between product and update: nothing to join.
        var step = ExportProfile.Accelerator.Apply(Portable(new Clipped(0.1)), Sizes);
        Assert.Equal("Sub", Of(step, "fc1.weight.new").Op.Schema.Name);
    }

    sealed class Clipped(double rate) : Optimizer(rate)
    {
        protected override Value Update(UpdateGraph update, Value p, Value g) =>
            update.Graph.Add("Sub", p, update.Graph.Add("Mul", update.LearningRate, update.Graph.Add("Relu", g)));
    }
}
