using Nabla.Onnx;
using Nabla.Training;

namespace Nabla.Tests;

/// <summary>Several training steps in one run are those steps one by one.</summary>
public class StepsPerRunTests
{
    public static TheoryData<string, int, bool, int> Trainings =>
        [.. from o in new[] { "sgd", "nesterov", "adam", "adamw" } from p in new[] { 0, 1 } from apart in new[] { false, true } select (o, p, apart, o == "sgd" ? 4 : 3)];

    [Theory, MemberData(nameof(Trainings))]
    public void A_training_agrees(string optimizer, int profile, bool apart, int steps)
    {
        // 230 rows in batches of 32: 7 whole ones and a smaller one, so that runs of several and of one step alternate.
        var data = BackendTests.Data(230);
        using var backend = BackendTests.Backend(BackendTests.Profiles[profile], apart);
        var (ours, theirs) = (BackendTests.Train(BackendTests.Make(optimizer), Nabla.Ops.Cpu.Backend(1)), BackendTests.Train(BackendTests.Make(optimizer), backend, steps));
        double untrained = ours.Evaluate(data).Loss;
        for (int epoch = 0; epoch < 4; epoch++)
        {
            var (one, many) = (new List<BatchProgress>(), new List<BatchProgress>());
            var (a, b) = (ours.TrainEpoch(data, one.Add), theirs.TrainEpoch(data, many.Add));
            Assert.Equal(8, many.Count);
            Assert.Equal(one.Select(p => (p.Epoch, p.Batch, p.BatchCount, p.LearningRate)), many.Select(p => (p.Epoch, p.Batch, p.BatchCount, p.LearningRate)));
            foreach (var (p, q) in one.Zip(many)) Assert.Equal(p.Loss, q.Loss, 5e-4 * p.Loss);
            Assert.Equal(a.Loss, b.Loss, 2e-4 * a.Loss);
            Assert.Equal(a.Accuracy!.Value, b.Accuracy!.Value, 0.01);
        }
        Assert.True(ours.Evaluate(data).Loss < untrained - 0.005, "nothing was learned");
        foreach (var (a, b) in ours.Parameters.Concat(ours.State).Zip(theirs.Parameters.Concat(theirs.State))) BackendTests.AssertNear(a, b.ToTensor());
    }

    [Fact]
    public void Rates_that_change_from_step_to_step_reach_their_step()
    {
        var data = BackendTests.Data(160);
        using var backend = BackendTests.Backend();
        var rule = new Sgd(LearningRate.Cosine(0.2, 2, 1));
        var (ours, theirs) = (BackendTests.Train(rule, Nabla.Ops.Cpu.Backend(1)), BackendTests.Train(rule, backend, 5));
        for (int epoch = 0; epoch < 2; epoch++) Assert.Equal(ours.TrainEpoch(data).Loss, theirs.TrainEpoch(data).Loss, 1e-4);
        foreach (var (a, b) in ours.Parameters.Zip(theirs.Parameters)) BackendTests.AssertNear(a, b.ToTensor());
    }

    [Fact]
    public void What_stops_a_training_stops_it_after_a_run_whose_steps_are_all_counted()
    {
        var data = BackendTests.Data(192);
        using var backend = BackendTests.Backend();
        var whole = BackendTests.Train(new Adam(2e-3), backend, 3);
        whole.TrainEpoch(data);
        var halted = BackendTests.Train(new Adam(2e-3), backend, 3);
        Assert.Throws<OperationCanceledException>(() => halted.TrainEpoch(data, p => throw new OperationCanceledException()));
        Assert.Equal((0, 3, 96), (halted.Position.Epoch, halted.Position.Batch, halted.Position.Samples));
        halted.TrainEpoch(data);
        foreach (var (a, b) in whole.Parameters.Concat(whole.State).Zip(halted.Parameters.Concat(halted.State))) Assert.Equal(a.ToTensor(), b.ToTensor());
    }

    // Two variables that change places, one that is read after its update, one that is only read.
    [Fact]
    public void Each_step_reads_what_the_one_before_left()
    {
        using var backend = BackendTests.Backend();
        var graph = new Program(StepTests.Ops).AddGraph("g");
        var x = graph.Input("x", ElementType.Float32, []);
        var (a, b, c) = (graph.State(new("a", Tensor.Scalar(1f))), graph.State(new("b", Tensor.Scalar(10f))), graph.State(new("c", Tensor.Scalar(0.5f))));
        var (next, other) = (graph.Add("Add", b, x), graph.Add("Mul", a, c));
        graph.Program.Bind(a, next);
        graph.Program.Bind(b, other);
        var run = backend.CompileSteps(graph.Program, [next, b, x], 3);
        Assert.Equal([3], run.SizesOf(next).ToArray());
        ((float[])[1, 2, 3]).CopyTo(run.Input<float>(x));
        run.Run();
        // (a, b): (1, 10) → (11, 0.5) → (2.5, 5.5) → (8.5, 1.25)
        Assert.Equal([11, 2.5f, 8.5f], run.Output<float>(next).ToArray());
        Assert.Equal([10, 0.5f, 5.5f], run.Output<float>(b).ToArray());
        Assert.Equal([1, 2, 3], run.Output<float>(x).ToArray());
        Assert.Equal((8.5f, 1.25f, 0.5f), (a.Variable!.Span<float>()[0], b.Variable!.Span<float>()[0], c.Variable!.Span<float>()[0]));
    }

    [Fact]
    public void A_file_may_hold_several_steps()
    {
        var step = new TrainingStep(StepTests.Ops, Sequential.Mlp([4, 3, 2], "relu"), new SoftmaxCrossEntropy(), new Adam(1e-3), 4, seed: 1);
        var function = (ExportProfile.Portable with { StepsPerRun = 3 }).Apply(StepFunction.Of(step.Program, [step.Loss]));
        Assert.Equal("x: f32[3,N,4]", function.Graph.Inputs.First(v => v.Name == "x").ToString());
        Assert.Equal("loss: f32[3]", function.Outputs[0].ToString());
        var file = StepExport.Write(function);
        Assert.Empty(ModelChecker.Check(file, StepTests.Ops, full: true));
        // Its variables go on under the names that one step has.
        var one = StepExport.Write(StepFunction.Of(step.Program, [step.Loss]));
        Assert.Equal(one.MetadataProps.Select(m => (m.Key, m.Value)), file.MetadataProps.Select(m => (m.Key, m.Value)));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Contains("cannot do 2 steps in one run", Assert.Throws<NablaException>(() => BackendTests.Train(new Sgd(0.1), Nabla.Ops.Cpu.Backend(1), 2)).Message, StringComparison.Ordinal);
        Assert.Contains("1 to 1024", Assert.Throws<NablaException>(() => ExportProfile.Portable with { StepsPerRun = 0 }).Message, StringComparison.Ordinal);
    }
}
