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
}
