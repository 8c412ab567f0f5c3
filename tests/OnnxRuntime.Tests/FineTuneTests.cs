using Nabla.Onnx;
using Nabla.Training;

namespace Nabla.Tests;

/// <summary>A model of another tool is trained on, and stays what it was to those who use it.</summary>
public class FineTuneTests
{
    static TrainingStep Step(FineTuneOptions? options = null) => new(ForeignModel.Perceptron(), new SoftmaxCrossEntropy(), new Adam(0.01), options);

    [Fact]
    public void Names_inputs_and_outputs_stay()
    {
        var (before, after) = (OnnxExport.Write(ForeignModel.Perceptron()), OnnxExport.Write(Step().ModelGraph));
        Assert.Equal(before.Graph.Input, after.Graph.Input);
        Assert.Equal(before.Graph.Output, after.Graph.Output);
        Assert.Equal(before.Graph.Node, after.Graph.Node);
        Assert.Equal(before.Graph.Initializer.Select(t => t.Name), after.Graph.Initializer.Select(t => t.Name));
    }

    [Fact]
    public void The_loss_reads_what_goes_into_the_softmax() => Assert.Equal("learning_rate", Step().Logits.Name);

    [Fact]
    public void It_learns_and_what_is_frozen_does_not()
    {
        var step = Step(new() { Freeze = ["encoder.*", "los?"] });
        var trainer = new Trainer(step, Nabla.Ops.Cpu.Backend(1), new() { BatchSize = 20, Seed = 1 });
        Assert.Equal(["t", "head.bias"], trainer.Parameters.Select(p => p.Name));
        var random = new Random(1);
        var features = Enumerable.Range(0, 200 * 20).Select(_ => random.NextSingle()).ToArray();
        int[] labels = [.. Enumerable.Range(0, 200).Select(r => Enumerable.Range(0, 5).MaxBy(c => features[r * 20 + c]))];
        var data = Dataset.Classification("rows", features, [20], labels, ["a", "b", "c", "d", "e"]);
        var before = ForeignModel.Perceptron().Inputs.Where(v => v.Variable is not null).ToDictionary(v => v.Name, v => v.Variable!.ToTensor().Bytes.ToArray());
        double first = trainer.TrainEpoch(data).Loss, last = 0;
        for (int epoch = 0; epoch < 20; epoch++) last = trainer.TrainEpoch(data).Loss;
        Assert.True(last < first);
        foreach (var v in step.ModelGraph.Inputs.Where(v => v.Variable is not null))
            Assert.Equal(v.Name is "t" or "head.bias", !before[v.Name].AsSpan().SequenceEqual(v.Variable!.ToTensor().Bytes));
    }

    [Fact]
    public void A_head_is_replaced_by_one_of_another_size()
    {
        var step = Step(new() { ReplaceHead = 7, Seed = 3 });
        Assert.Equal("f32[batch,7]", step.Logits.Type.ToString());
        var sizes = step.ModelGraph.Inputs.Where(v => v.Variable is not null).ToDictionary(v => v.Name, v => v.Type.ToString());
        Assert.Equal(("f32[7,12]", "f32[7]"), (sizes["t"], sizes["head.bias"]));
        Assert.Equal("f32[batch,7]", step.ModelGraph.Outputs[0].Type.ToString());
    }

    [Fact]
    public void Another_value_can_be_what_the_loss_reads()
    {
        var inner = ForeignModel.Perceptron().Nodes.Single(n => n.Op.Schema.Name == "Relu").Outputs[0].Name;
        Assert.Equal("f32[batch,12]", Step(new() { Output = inner }).Logits.Type.ToString());
    }

    [Theory]
    [InlineData("nothing.*", null, null, "No parameter is named 'nothing.*'")]
    [InlineData(null, "nowhere", null, "computes no 'nowhere'")]
    [InlineData(null, "probabilities", 4, "The head cannot be replaced")]
    [InlineData("*", null, null, "There is nothing to train")]
    public void What_does_not_fit_is_named(string? freeze, string? output, int? head, string message)
    {
        var options = new FineTuneOptions { Freeze = freeze is null ? [] : [freeze], Output = output, ReplaceHead = head };
        Assert.Contains(message, Assert.ThrowsAny<NablaException>(() => Step(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_goes_on_from_any_step_as_if_never_stopped()
    {
        var random = new Random(1);
        var features = Enumerable.Range(0, 50 * 20).Select(_ => random.NextSingle()).ToArray();
        var data = Dataset.Classification("rows", features, [20], [.. Enumerable.Range(0, 50).Select(r => r % 5)], ["a", "b", "c", "d", "e"]);
        var (whole, parts) = (Make(), Make());
        for (int epoch = 0; epoch < 3; epoch++) whole.TrainEpoch(data);
        EpochResult? last = null;
        // Stopped after every second step, and gone on with in a new trainer.
        while (parts.Epoch < 3)
        {
            int steps = 0;
            try
            {
                last = parts.TrainEpoch(data, _ =>
                {
                    if (++steps == 2) throw new OperationCanceledException();
                });
            }
            catch (OperationCanceledException) { }
            var file = TrainingExport.Write(parts.Step.Program, [parts.Step.Logits], [parts.Step.Loss], parts.State);
            var next = Make();
            StoredTraining.Read(file).Restore([.. next.Parameters, .. next.State]);
            next.Position = parts.Position;
            parts = next;
        }
        foreach (var (a, b) in whole.Parameters.Concat(whole.State).Zip(parts.Parameters.Concat(parts.State)))
            Assert.Equal(a.ToTensor().Bytes.ToArray(), b.ToTensor().Bytes.ToArray());
        Assert.Equal(50, last!.Samples);

        static Trainer Make() => new(Step(), Nabla.Ops.Cpu.Backend(1), new() { BatchSize = 8, Seed = 1 });
    }

    // x → BatchNormalization → Gemm, its result times a switch that is an input of its own.
    static Graph Switched()
    {
        var graph = new Program(WithNormalization).AddGraph("g");
        var x = graph.Input("x", ElementType.Float32, ["N", 4]);
        var on = graph.Input("on", ElementType.Float32, ["N", 1]);
        Value Parameter(string name, float value, params long[] sizes) => graph.Parameter(new(name, Tensor.Filled(ElementType.Float32, value, sizes)));
        var h = graph.Add("BatchNormalization", x, Parameter("scale", 1, 4), Parameter("shift", 0, 4), Parameter("mean", 0.5f, 4), Parameter("variance", 2, 4));
        graph.Output(graph.Add("Mul", graph.Add("Gemm", h, Parameter("w", 0.1f, 4, 2), Parameter("b", 0, 2)), on), "scores");
        return graph;
    }

    static readonly Registry WithNormalization = new Registry()
        .AddAssembly(typeof(Nabla.Plugins.Add).Assembly).AddAssembly(typeof(Nabla.Plugins.Relu).Assembly).AddAssembly(typeof(Nabla.Plugins.MatMul).Assembly)
        .AddAssembly(typeof(Nabla.Plugins.SoftmaxCrossEntropyLoss).Assembly).AddAssembly(typeof(Nabla.Plugins.Reshape).Assembly).AddAssembly(typeof(Nabla.Plugins.ReduceSum).Assembly)
        .AddAssembly(typeof(Nabla.Plugins.LayerNormalization).Assembly);

    [Fact]
    public void Moments_that_were_measured_do_not_learn_and_other_inputs_are_fed_a_number()
    {
        var options = new FineTuneOptions { Input = "x", FixedInputs = new Dictionary<string, double> { ["on"] = 1 } };
        var step = new TrainingStep(Switched(), new SoftmaxCrossEntropy(), new Sgd(0.1), options);
        Assert.Equal(["mean", "variance"], step.Measured);
        Assert.Equal(["scale", "shift", "w", "b"], step.Program.Updates.Select(u => u.Target.Name));
        Assert.Equal(["x", "on"], step.ModelGraph.Inputs.Where(v => v.Kind == ValueKind.Input).Select(v => v.Name));
        var trainer = new Trainer(step, Nabla.Ops.Cpu.Backend(1), new() { BatchSize = 8, Seed = 1 });
        var random = new Random(2);
        float[] x = [.. Enumerable.Range(0, 60 * 4).Select(_ => random.NextSingle())];
        var data = Dataset.Classification("rows", x, [4], [.. Enumerable.Range(0, 60).Select(r => x[r * 4] > 0.5f ? 1 : 0)], ["a", "b"]);
        double first = trainer.TrainEpoch(data).Loss;
        for (int e = 0; e < 30; e++) trainer.TrainEpoch(data);
        Assert.True(trainer.Evaluate(data).Loss < first);
        // Switched off, nothing is learned.
        var off = new TrainingStep(Switched(), new SoftmaxCrossEntropy(), new Sgd(0.1), options with { FixedInputs = new Dictionary<string, double> { ["on"] = 0 } });
        var idle = new Trainer(off, Nabla.Ops.Cpu.Backend(1), new() { BatchSize = 8 });
        Assert.Equal(idle.TrainEpoch(data).Loss, idle.TrainEpoch(data).Loss);
    }

    [Theory]
    [InlineData(null, null, "name that input, and give each other one a number")]
    [InlineData("x", null, "name that input, and give each other one a number")]
    [InlineData("z", "on", "The model has no input 'z'")]
    [InlineData("x", "off", "The model has no input 'off'")]
    public void Inputs_must_be_told_apart(string? input, string? other, string message)
    {
        var options = new FineTuneOptions { Input = input, FixedInputs = other is null ? new Dictionary<string, double>() : new Dictionary<string, double> { [other] = 1 } };
        Assert.Contains(message, Assert.ThrowsAny<NablaException>(() => new TrainingStep(Switched(), new SoftmaxCrossEntropy(), new Sgd(0.1), options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_the_model_has_no_score_for_is_named_with_its_sample()
    {
        var data = Dataset.Classification("rows", new float[3 * 20], [20], [1, 6, 2], ["a", "b", "c", "d", "e", "f", "g"]);
        Assert.Contains("sample 1 is of class 6", Assert.ThrowsAny<NablaException>(() => new Trainer(Step(), Nabla.Ops.Cpu.Backend(1)).TrainEpoch(data)).Message, StringComparison.Ordinal);
    }
}
