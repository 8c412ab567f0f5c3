using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Nabla.Onnx;
using Nabla.Onnx.Protos;
using Nabla.Training;
using static Nabla.Tests.ForeignModel;

namespace Nabla.Tests;

/// <summary>Steps and checkpoints as files: what stock ONNX Runtime computes with them is what ours does.</summary>
public class TrainingFileTests
{
    const int Batch = 16, Steps = 100;

    static Optimizer Make(string name) => name switch { "sgd" => new Sgd(0.05), "momentum" => new Momentum(0.02), "adam" => new Adam(2e-3), _ => new AdamW(2e-3) };

    [Theory]
    [InlineData("sgd", 21)]
    [InlineData("momentum", 17)]
    [InlineData("adam", 17)]
    [InlineData("adam", 21)]
    [InlineData("adamw", 21)]
    public void A_hundred_steps_of_an_exported_step_agree(string optimizer, int opset)
    {
        var rule = Make(optimizer);
        var step = new TrainingStep(Perceptron(), new SoftmaxCrossEntropy(), rule);
        var function = StepFunction.Of(step.Program, [step.Loss]);
        var file = StepExport.Write(function, new() { Opset = opset });
        Assert.Empty(ModelChecker.Check(file));
        using var session = new StepSession(file);
        var ours = Nabla.Ops.Cpu.Backend(2).Compile(step.Program, [step.Loss], new Dictionary<string, long> { [step.BatchSymbol] = Batch }, updates: true);
        float rate = (float)rule.LearningRate.At(0);
        var random = new Random(4);
        float first = 0, mine = 0, theirs = 0;
        for (int n = 0; n < Steps; n++)
        {
            var (x, labels) = Draw(random);
            x.CopyTo(ours.Input<float>(step.Input));
            labels.CopyTo(ours.Input<long>(step.Labels));
            ours.Input<float>(step.Update.LearningRate)[0] = rate;
            ours.Run();
            mine = ours.Output<float>(step.Loss)[0];
            theirs = session.Run((step.Input.Name, OrtValue.CreateTensorValueFromMemory(x, [Batch, 1, 4, 5])), (step.Labels.Name, OrtValue.CreateTensorValueFromMemory(labels, [Batch])),
                (step.Update.LearningRate.Name, OrtValue.CreateTensorValueFromMemory([rate], [])));
            if (n == 0) first = mine;
        }
        Assert.True(mine < first, "nothing was learned");
        Assert.Equal(mine, theirs, 1e-4f);
        Assert.Equal(function.Variables.Count, session.State.Count);
        foreach (var v in function.Variables) AssertNear(v.Variable, session.State[v.Before.Name].GetTensorDataAsSpan<float>());
    }

    [Fact]
    public void A_checkpoint_is_the_model_its_step_and_its_state()
    {
        var optimizer = new Adam(2e-3);
        var step = new TrainingStep(Perceptron(), new SoftmaxCrossEntropy(), optimizer);
        var ours = Nabla.Ops.Cpu.Backend(1).Compile(step.Program, [step.Loss], new Dictionary<string, long> { [step.BatchSymbol] = Batch }, updates: true);
        var random = new Random(5);
        for (int n = 0; n < 3; n++) Run(random);
        var file = TrainingExport.Write(step.Program, [step.ModelGraph.Outputs[0]], [step.Loss], step.Update.State, new() { Opset = 17 });
        Assert.Empty(ModelChecker.Check(file));
        var training = Assert.Single(file.TrainingInfo);
        Assert.Equal(step.Program.Updates.Count, training.UpdateBinding.Count);
        Assert.Equal(step.Update.State.Count, training.InitializationBinding.Count);

        // The model in it is the model alone.
        var alone = OnnxExport.Write(step.ModelGraph, new() { Opset = 17 });
        Assert.Equal(alone.Graph.Node.Select(n => n.Name), file.Graph.Node.Select(n => n.Name));
        Assert.Equal(alone.Graph.Output.Select(o => o.Name), file.Graph.Output.Select(o => o.Name));

        // Restored into a fresh step, it holds the same bits.
        var stored = StoredTraining.Read(ModelProto.Parser.ParseFrom(file.ToByteArray()));
        var fresh = new TrainingStep(Perceptron(), new SoftmaxCrossEntropy(), optimizer);
        Variable[] variables = [.. fresh.Program.Parameters.Select(p => p.Variable!), .. fresh.Update.State];
        stored.Restore(variables);
        foreach (var (a, b) in variables.Zip(step.Program.Parameters.Select(p => p.Variable!).Concat(step.Update.State))) Assert.Equal(b.ToTensor().Bytes.ToArray(), a.ToTensor().Bytes.ToArray());

        // Joined list by list, as the format says, it is the step.
        var joined = new ModelProto(file) { Graph = file.Graph.Clone() };
        joined.TrainingInfo.Clear();
        joined.Graph.MergeFrom(training.Algorithm);
        joined.Graph.Name = "joined";
        using var session = new InferenceSession(joined.ToByteArray());
        var (x, labels) = Run(random);
        using var options = new RunOptions();
        var feeds = new Dictionary<string, OrtValue>
        {
            [step.Input.Name] = OrtValue.CreateTensorValueFromMemory(x, [Batch, 1, 4, 5]),
            [step.Labels.Name] = OrtValue.CreateTensorValueFromMemory(labels, [Batch]),
            [step.Update.LearningRate.Name] = OrtValue.CreateTensorValueFromMemory([2e-3f], []),
        };
        string[] outputs = [.. training.UpdateBinding.Select(b => b.Value)];
        var results = session.Run(options, feeds, outputs);
        var all = step.Program.Parameters.Select(p => p.Variable!).Concat(step.Update.State).ToDictionary(v => v.Name);
        for (int k = 0; k < outputs.Length; k++) AssertNear(all[training.UpdateBinding[k].Key], results[k].GetTensorDataAsSpan<float>());

        (float[] X, long[] Labels) Run(Random random)
        {
            var (x, labels) = Draw(random);
            x.CopyTo(ours.Input<float>(step.Input));
            labels.CopyTo(ours.Input<long>(step.Labels));
            ours.Input<float>(step.Update.LearningRate)[0] = 2e-3f;
            ours.Run();
            return (x, labels);
        }
    }

    [Fact]
    public void What_is_no_checkpoint_says_so()
    {
        var error = Assert.Throws<NablaException>(() => StoredTraining.Read(OnnxExport.Write(Perceptron())));
        Assert.Contains("no training step", error.Message, StringComparison.Ordinal);
        var step = new TrainingStep(Perceptron(), new SoftmaxCrossEntropy(), new Sgd(0.1));
        var stored = StoredTraining.Read(TrainingExport.Write(step.Program, [step.Logits], [step.Loss], []));
        var other = new TrainingStep(Perceptron(), new SoftmaxCrossEntropy(), new Adam());
        Assert.Contains("another model or optimizer", Assert.Throws<NablaException>(() => stored.Restore([.. other.Update.State])).Message, StringComparison.Ordinal);
    }

    static void AssertNear(Variable expected, ReadOnlySpan<float> actual)
    {
        var values = expected.ToTensor().Span<float>();
        float scale = 1e-3f;
        foreach (float v in values) scale = Math.Max(scale, Math.Abs(v));
        for (int i = 0; i < values.Length; i++) Assert.True(Math.Abs(values[i] - actual[i]) <= 1e-4f * scale, $"{expected.Name}[{i}]: {actual[i]}, not {values[i]}");
    }

    static (float[] X, long[] Labels) Draw(Random random)
    {
        var x = Enumerable.Range(0, Batch * 20).Select(_ => random.NextSingle() * 2 - 1).ToArray();
        // Something to learn: the class is where the largest of the first five features stands.
        return (x, [.. Enumerable.Range(0, Batch).Select(r => (long)Enumerable.Range(0, 5).MaxBy(c => x[r * 20 + c]))]);
    }
}
