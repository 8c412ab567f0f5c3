using Nabla.Onnx;
using Nabla.OnnxRuntime;
using Nabla.Training;

namespace Nabla.Tests;

/// <summary>A trainer on ONNX Runtime learns what a trainer on our kernels learns, whatever memory the device has and however the step is put into ops.</summary>
public class BackendTests
{
    internal static readonly ExportProfile[] Profiles = [ExportProfile.Portable, ExportProfile.Accelerator, ExportProfile.Accelerator with { SumsByProduct = true }];

    internal static Optimizer Make(string name) => name switch
    {
        "sgd" => new Sgd(0.05),
        "sgd with decay" => new Sgd(0.05, 0.01),
        "momentum" => new Momentum(0.02),
        "nesterov" => new Momentum(0.02, nesterov: true, weightDecay: 0.001),
        "adam" => new Adam(2e-3),
        _ => new AdamW(2e-3),
    };

    public static TheoryData<string, int, bool> Trainings =>
        [.. from o in new[] { "sgd", "sgd with decay", "momentum", "nesterov", "adam", "adamw" } from p in Enumerable.Range(0, 3) from apart in new[] { false, true } select (o, p, apart)];

    internal static Dataset Data(int rows = 150)
    {
        var random = new Random(1);
        var features = Enumerable.Range(0, rows * 20).Select(_ => random.NextSingle() * 2 - 1).ToArray();
        return Dataset.Classification("rows", features, [20], [.. Enumerable.Range(0, rows).Select(r => Enumerable.Range(0, 5).MaxBy(c => features[r * 20 + c]))], ["a", "b", "c", "d", "e"]);
    }

    internal static Trainer Train(Optimizer optimizer, IBackend backend, int stepsPerRun = 1) =>
        new(StepTests.Ops, Sequential.Mlp([20, 30, 12, 5], "relu"), new SoftmaxCrossEntropy(), optimizer, backend, new() { BatchSize = 32, Seed = 3, StepsPerRun = stepsPerRun });

    internal static OnnxRuntimeBackend Backend(ExportProfile? profile = null, bool apart = false, OrtOptions? options = null) =>
        apart ? new(options ?? new(), profile, _ => new ApartMemory()) : new(options, profile);

    [Theory, MemberData(nameof(Trainings))]
    public void A_training_agrees(string optimizer, int profile, bool apart)
    {
        var data = Data();
        var ours = Train(Make(optimizer), Nabla.Ops.Cpu.Backend(1));
        using var backend = Backend(Profiles[profile], apart);
        var theirs = Train(Make(optimizer), backend);
        for (int epoch = 0; epoch < 6; epoch++)
        {
            // 150 rows in batches of 32: the last one is smaller, another executable over the same variables.
            var (a, b) = (ours.TrainEpoch(data), theirs.TrainEpoch(data));
            Assert.Equal(a.Loss, b.Loss, 2e-4 * a.Loss);
            Assert.Equal(ours.Evaluate(data).Loss, theirs.Evaluate(data).Loss, 2e-4 * a.Loss);
        }
        Assert.True(ours.Evaluate(data).Loss < 1.6, "nothing was learned");
        foreach (var (a, b) in ours.Parameters.Concat(ours.State).Zip(theirs.Parameters.Concat(theirs.State))) AssertNear(a, b.ToTensor());
    }

    [Fact]
    public void Variables_stay_on_the_device_and_come_back_when_they_are_read()
    {
        var data = Data();
        using var backend = Backend(ExportProfile.Accelerator, apart: true);
        var trainer = Train(new Adam(2e-3), backend);
        trainer.TrainEpoch(data);
        Assert.All(trainer.Parameters.Concat(trainer.State), v => Assert.NotNull(v.Store));
        var weight = trainer.Parameters[0];
        var seen = weight.ToTensor();
        Assert.NotNull(weight.Store);
        Assert.Equal(seen.Bytes, weight.Bytes);
        Assert.Null(weight.Store);
        // What is written there is what the next run reads, here and on the device.
        weight.Span<float>().Clear();
        var (there, here) = (trainer.Evaluate(data).Loss, new Trainer(trainer.Step, Nabla.Ops.Cpu.Backend(1)).Evaluate(data).Loss);
        Assert.Equal(here, there, 1e-5);
        Assert.All(weight.ToTensor().Span<float>().ToArray(), v => Assert.Equal(0, v));
    }

    [Fact]
    public void A_training_changes_backends_in_the_middle()
    {
        var data = Data();
        var whole = Train(new Adam(2e-3), Nabla.Ops.Cpu.Backend(1));
        using var backend = Backend(ExportProfile.Accelerator, apart: true);
        var first = Train(new Adam(2e-3), backend);
        var then = new Trainer(first.Step, Nabla.Ops.Cpu.Backend(1), new() { BatchSize = 32, Seed = 3 });
        for (int epoch = 0; epoch < 4; epoch++)
        {
            whole.TrainEpoch(data);
            var now = epoch % 2 == 0 ? first : then;
            now.Epoch = epoch;
            now.TrainEpoch(data);
        }
        foreach (var (a, b) in whole.Parameters.Concat(whole.State).Zip(then.Parameters.Concat(then.State))) AssertNear(a, b.ToTensor());
    }

    [Fact]
    public void What_a_backend_held_is_there_after_it_is_gone()
    {
        var data = Data();
        Trainer trainer;
        using (var backend = Backend(apart: true))
        {
            trainer = Train(new Sgd(0.05), backend);
            trainer.TrainEpoch(data);
        }
        Assert.All(trainer.Parameters, v => Assert.Null(v.Store));
        var ours = Train(new Sgd(0.05), Nabla.Ops.Cpu.Backend(1));
        ours.TrainEpoch(data);
        foreach (var (a, b) in ours.Parameters.Zip(trainer.Parameters)) AssertNear(a, b.ToTensor());
    }

    [Fact]
    public void Inputs_may_be_written_while_a_step_runs()
    {
        using var backend = Backend(apart: true);
        var graph = new Program(StepTests.Ops).AddGraph("g");
        var x = graph.Input("x", ElementType.Float32, ["N"]);
        var y = graph.Output(graph.Add("Relu", graph.Add("Add", x, x)));
        var twice = backend.Compile(graph.Program, [y, x], new Dictionary<string, long> { ["N"] = 3 });
        ((float[])[1, -2, 3]).CopyTo(twice.Input<float>(x));
        twice.Start();
        twice.Input<float>(x).Fill(7);
        Assert.Equal([2, 0, 6], twice.Output<float>(y).ToArray());
        twice.Run();
        Assert.Equal([14, 14, 14], twice.OutputTensor(y).Span<float>().ToArray());
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_step_that_fails_changes_nothing(bool apart)
    {
        using var backend = Backend(apart: apart);
        var graph = new Program(StepTests.Ops).AddGraph("g");
        var (at, v) = (graph.Input("at", ElementType.Int64, []), graph.State(new("v", Tensor.Vector(1f, 2f, 3f))));
        var next = graph.Add("Add", v, graph.Add("Gather", v, at));
        graph.Program.Bind(v, next);
        var step = backend.Compile(graph.Program, [next], updates: true);
        step.Input<long>(at)[0] = 7;
        Assert.Contains("ONNX Runtime cannot run the program", Assert.Throws<NablaException>(step.Run).Message, StringComparison.Ordinal);
        Assert.Equal(Tensor.Vector(1f, 2f, 3f), v.Variable!.ToTensor());
        step.Input<long>(at)[0] = 2;
        step.Run();
        Assert.Equal(Tensor.Vector(4f, 5f, 6f), v.Variable!.ToTensor());
    }

    [Fact]
    public void A_model_is_validated_against_our_kernels()
    {
        var graph = ForeignModel.Perceptron();
        using var backend = Backend(ExportProfile.Accelerator);
        var x = Tensor.Of([.. Enumerable.Range(0, 70 * 20).Select(i => (float)Math.Sin(i))], 70, 1, 4, 5);
        var result = ModelValidation.Run(OnnxExport.Write(graph), StepTests.Ops, backend, new Dictionary<string, Tensor> { ["labels"] = x }, chunk: 32);
        Assert.True(result.Passed, result.ToString());
        Assert.Equal(70, result.Rows);
    }

    [Fact]
    public void What_is_no_input_or_output_is_refused()
    {
        using var backend = Backend();
        var graph = new Program(StepTests.Ops).AddGraph("g");
        var x = graph.Input("x", ElementType.Float32, ["N"]);
        var h = graph.Add("Relu", x);
        var y = graph.Output(graph.Add("Relu", h));
        var sizes = new Dictionary<string, long> { ["N"] = 3 };
        var run = backend.Compile(graph.Program, [y], sizes);
        Assert.Contains("neither an input nor an output", Assert.Throws<NablaException>(() => run.OutputTensor(h)).Message, StringComparison.Ordinal);
        Assert.Contains("is not an input", Assert.Throws<NablaException>(() => run.Feed(y, Tensor.Vector(1f))).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be fed a tensor of f32[2]", Assert.Throws<NablaException>(() => run.Feed(x, Tensor.Vector(1f, 2f))).Message, StringComparison.Ordinal);
        Assert.Contains("holds f32, not f64", Assert.Throws<NablaException>(() => run.Input<double>(x)[0]).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<NablaException>(() => backend.Compile(graph.Program, [y]));
    }

    [Fact]
    public void Programs_that_were_given_up_are_made_again()
    {
        using var backend = Backend(ExportProfile.Accelerator, apart: true);
        var (trainer, data) = (Train(new Adam(2e-3), backend), Data());
        trainer.TrainEpoch(data);
        var features = data.Features.ToArray();
        var first = trainer.Predict(features.AsSpan(0, 20));
        // More batch sizes than a trainer keeps.
        for (int rows = 2; rows < 18; rows++) trainer.Predict(features.AsSpan(0, rows * 20));
        Assert.Equal(first, trainer.Predict(features.AsSpan(0, 20)));
        trainer.TrainEpoch(data);
        Assert.NotEqual(first, trainer.Predict(features.AsSpan(0, 20)));
    }

    [Fact]
    public void Variables_of_a_training_that_is_over_go_back()
    {
        using var backend = Backend(ExportProfile.Accelerator, apart: true);
        var over = Trained(backend);
        Assert.All(over, v => Assert.NotNull(v.Store));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Train(new Sgd(0.1), backend).TrainEpoch(Data());
        Assert.All(over, v => Assert.Null(v.Store));
        Assert.Contains(over, v => v.ToTensor().ToDoubles().Any(x => x != 0));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    static IReadOnlyList<Variable> Trained(OnnxRuntimeBackend backend)
    {
        var trainer = Train(new Adam(2e-3), backend);
        trainer.TrainEpoch(Data());
        return [.. trainer.Parameters, .. trainer.State];
    }

    /// <summary>Learns the same on a device as on our kernels.</summary>
    internal static void AssertTrains(OnnxRuntimeBackend backend)
    {
        var (data, ours, theirs) = (Data(), Train(new Adam(2e-3), Nabla.Ops.Cpu.Backend(1)), Train(new Adam(2e-3), backend));
        for (int epoch = 0; epoch < 6; epoch++) Assert.Equal(ours.TrainEpoch(data).Loss, theirs.TrainEpoch(data).Loss, 1e-3);
    }

    internal static void AssertNear(Variable expected, Tensor actual)
    {
        var (a, b) = (expected.ToTensor().Span<float>().ToArray(), actual.Span<float>().ToArray());
        float scale = 1e-3f;
        foreach (float v in a) scale = Math.Max(scale, Math.Abs(v));
        for (int i = 0; i < a.Length; i++) Assert.True(Math.Abs(a[i] - b[i]) <= 1e-3f * scale, $"{expected.Name}[{i}]: {b[i]}, not {a[i]}");
    }
}
