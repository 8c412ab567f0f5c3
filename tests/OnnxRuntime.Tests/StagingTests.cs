using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;
using Nabla.OnnxRuntime;
using Nabla.Training;

namespace Nabla.Tests;

/// <summary>Batches go up to a device's memory while it is at work: what a step reads is what was written for it, whenever it was written, and what goes wrong on the way is said.</summary>
public class StagingTests
{
    /// <summary>A device's memory that notes who copies what, and may be told to fail or to wait.</summary>
    sealed class WatchedMemory : DeviceMemory
    {
        public ConcurrentQueue<(string Thread, int Bytes)> Copies { get; } = new();

        public Action? OnUpload { get; set; }

        public override OrtValue Allocate(ElementType element, long[] sizes) => AllocateHost(element, sizes);

        public override void Copy(OrtValue from, OrtValue to)
        {
            Copies.Enqueue((Thread.CurrentThread.Name ?? "", from.GetTensorMutableRawData().Length));
            if (Thread.CurrentThread.Name == "nabla upload") OnUpload?.Invoke();
            from.GetTensorMutableRawData().CopyTo(to.GetTensorMutableRawData());
        }
    }

    static (OnnxRuntimeBackend Backend, WatchedMemory Memory) Watched()
    {
        var memory = new WatchedMemory();
        return (new(new(), null, _ => memory), memory);
    }

    // y = x + x, after some products that take their time.
    static (Executable Run, Value X, Value Y) Doubling(OnnxRuntimeBackend backend, int size = 4, int products = 0)
    {
        var graph = new Program(StepTests.Ops).AddGraph("g");
        var x = graph.Input("x", ElementType.Float32, [size, size]);
        var h = graph.Add("Add", x, x);
        var (zero, one) = (graph.Constant(Tensor.Filled(ElementType.Float32, 0, [size, size])), h);
        for (int i = 0; i < products; i++) one = graph.Add("MatMul", one, zero);
        var y = graph.Output(products > 0 ? graph.Add("Add", h, one) : h);
        return (backend.Compile(graph.Program, [y, x]), x, y);
    }

    // 6 steps of 16 samples of 20 features: what goes there and comes back.
    [Theory, InlineData(true, 16 * 5 * 4), InlineData(false, 0)]
    public void Only_what_is_read_comes_back(bool tracksAccuracy, int outputBytes)
    {
        var (backend, memory) = Watched();
        using var _ = backend;
        var step = new TrainingStep(StepTests.Ops, Sequential.Mlp([20, 30, 5], "relu"), new SoftmaxCrossEntropy(), new Sgd(0.1), 20, seed: 1);
        var trainer = new Trainer(step, backend, new() { BatchSize = 16, TracksAccuracy = tracksAccuracy });
        var random = new Random(1);
        var data = Dataset.Classification("rows", [.. Enumerable.Range(0, 96 * 20).Select(_ => random.NextSingle())], [20], [.. Enumerable.Range(0, 96).Select(i => i % 5)], ["a", "b", "c", "d", "e"]);
        trainer.TrainEpoch(data);
        memory.Copies.Clear();
        trainer.TrainEpoch(data);
        // Features and labels, the loss, and the outputs if they are asked for; parameters stay.
        var copies = memory.Copies.GroupBy(c => c.Bytes).ToDictionary(g => g.Key, g => g.Count());
        Dictionary<int, int> expected = new() { [16 * 20 * 4] = 6, [16 * 8] = 6, [4] = 6 };
        if (outputBytes > 0) expected[outputBytes] = 6;
        Assert.Equal(expected.OrderBy(e => e.Key), copies.OrderBy(e => e.Key));
    }

    [Fact]
    public void A_staged_input_is_copied_by_the_other_thread_and_only_once()
    {
        var (backend, memory) = Watched();
        using var _ = backend;
        var (run, x, y) = Doubling(backend);
        run.Input<float>(x).Fill(1);
        run.Stage();
        run.Start();
        Assert.Equal([("nabla upload", 64)], memory.Copies);
        Assert.Equal(2, run.Output<float>(y)[0]);
        memory.Copies.Clear();
        // Not staged: the thread that starts copies.
        run.Input<float>(x).Fill(2);
        run.Run();
        Assert.DoesNotContain(memory.Copies, c => c.Thread == "nabla upload");
        Assert.Equal(4, run.Output<float>(y)[0]);
    }

    [Fact]
    public void What_is_written_after_staging_is_what_counts()
    {
        var (backend, memory) = Watched();
        using var _ = backend;
        var (run, x, y) = Doubling(backend);
        run.Input<float>(x).Fill(1);
        run.Stage();
        run.Input<float>(x).Fill(5);
        run.Run();
        Assert.Equal(10, run.Output<float>(y)[0]);
        run.Stage();
        run.Feed(x, Tensor.Filled(ElementType.Float32, 7, [4, 4]));
        run.Run();
        Assert.Equal(14, run.Output<float>(y)[0]);
        // It keeps its content, staged or not.
        run.Run();
        Assert.Equal(14, run.Output<float>(y)[0]);
        run.Stage();
        run.Run();
        Assert.Equal(14, run.Output<float>(y)[0]);
    }

    [Theory, InlineData(4, 2, 2), InlineData(16, 6, 2)]
    public void A_small_input_that_stays_as_it_was_goes_up_once_to_each_of_its_two_tensors(int size, int copiesOfSame, int copiesOfNew)
    {
        var (backend, memory) = Watched();
        using var _ = backend;
        var (run, x, y) = Doubling(backend, size);
        int Copies(float value, int runs)
        {
            memory.Copies.Clear();
            for (int i = 0; i < runs; i++)
            {
                run.Input<float>(x).Fill(value);
                if (i % 2 == 0) run.Stage();
                run.Run();
                Assert.Equal(2 * value, run.Output<float>(y)[^1]);
                Assert.Equal(value, run.Output<float>(x)[0]);
            }
            return memory.Copies.Count - Downloads(runs);
        }
        // y and x are read after each run.
        int Downloads(int runs) => 2 * runs;
        Assert.Equal(copiesOfSame, Copies(3, 6));
        Assert.Equal(copiesOfNew, Copies(4, 2));
        Assert.Equal(copiesOfNew, Copies(3, 2));
    }

    [Fact]
    public void The_next_batch_goes_up_while_a_step_runs_and_does_not_reach_it()
    {
        var (backend, memory) = Watched();
        using var _ = backend;
        var (run, x, y) = Doubling(backend, 512, 60);
        bool wasRunning = false;
        memory.OnUpload = () => wasRunning = backend.IsRunning;
        // On a busy machine the other thread may come when the step is over.
        for (int round = 0; round < 20 && !wasRunning; round++)
        {
            run.Input<float>(x).Fill(1);
            run.Start();
            run.Input<float>(x).Fill(3);
            run.Stage();
            Assert.Equal(2, run.Output<float>(y)[0]);
            Assert.Equal(1, run.Output<float>(x)[0]);
            run.Run();
            Assert.Equal(6, run.Output<float>(y)[0]);
            Assert.Equal(3, run.Output<float>(x)[0]);
        }
        Assert.True(wasRunning, "batches are copied after the step, not beside it");
    }

    [Fact]
    public void What_fails_on_the_uploading_thread_is_thrown_by_the_next_start_and_changes_nothing()
    {
        var (backend, memory) = Watched();
        using var _ = backend;
        var graph = new Program(StepTests.Ops).AddGraph("g");
        var (x, v) = (graph.Input("x", ElementType.Float32, [3]), graph.State(new("v", Tensor.Vector(1f, 2f, 3f))));
        var next = graph.Add("Add", v, x);
        graph.Program.Bind(v, next);
        var step = backend.Compile(graph.Program, [next], updates: true);
        step.Input<float>(x).Fill(1);
        step.Run();
        memory.OnUpload = () => throw new NablaException("the cable is out");
        step.Input<float>(x).Fill(10);
        step.Stage();
        Assert.Equal("the cable is out", Assert.Throws<NablaException>(step.Start).Message);
        Assert.Equal(Tensor.Vector(2f, 3f, 4f), v.Variable!.ToTensor());
        // Once it is said, it is over; the input is still what was written.
        memory.OnUpload = null;
        step.Run();
        Assert.Equal(Tensor.Vector(12f, 13f, 14f), v.Variable!.ToTensor());
    }

    [Fact]
    public async Task A_backend_that_goes_waits_for_what_is_on_its_way()
    {
        var (backend, memory) = Watched();
        using var go = new ManualResetEventSlim();
        memory.OnUpload = () => go.Wait(TestContext.Current.CancellationToken);
        var (run, x, _) = Doubling(backend, 512, 10);
        run.Input<float>(x).Fill(1);
        run.Start();
        run.Input<float>(x).Fill(2);
        run.Stage();
        var gone = Task.Run(backend.Dispose, TestContext.Current.CancellationToken);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(gone.IsCompleted);
        go.Set();
        await gone.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_trainer_has_all_batches_but_the_first_go_up_beside_a_step()
    {
        var (backend, memory) = Watched();
        using var _ = backend;
        var data = BackendTests.Data(128);
        var trainer = BackendTests.Train(new Adam(2e-3), backend);
        trainer.TrainEpoch(data);
        // Four batches of 32 rows of 20 floats.
        Assert.Equal(4, memory.Copies.Count(c => c is { Thread: "nabla upload", Bytes: 32 * 20 * 4 }));
        Assert.DoesNotContain(memory.Copies, c => c.Thread != "nabla upload" && c.Bytes == 32 * 20 * 4);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void What_is_evaluated_and_predicted_goes_up_beside_the_batch_before(bool apart)
    {
        var data = BackendTests.Data(110);
        var memory = new WatchedMemory();
        using var backend = apart ? new OnnxRuntimeBackend(new(), null, _ => memory) : new();
        // Three batches of 32 rows, and one of 14.
        var options = new TrainerOptions { BatchSize = 32, EvaluationBatchSize = 32, Seed = 3 };
        Trainer On(IBackend? on) => new(StepTests.Ops, Sequential.Mlp([20, 30, 12, 5], "relu"), new SoftmaxCrossEntropy(), new Sgd(0.1), on, options);
        var (trainer, ours) = (On(backend), On(null));
        int Uploads(Func<string, bool> by) => memory.Copies.Count(c => by(c.Thread) && c.Bytes is 32 * 20 * 4 or 14 * 20 * 4);

        var (expected, got) = (ours.Evaluate(data), trainer.Evaluate(data));
        Assert.Equal(expected.Loss, got.Loss, 1e-5);
        Assert.Equal((expected.Accuracy, expected.Samples), (got.Accuracy, got.Samples));
        if (apart) Assert.Equal((4, 0), (Uploads(t => t == "nabla upload"), Uploads(t => t != "nabla upload")));
        memory.Copies.Clear();

        var (a, b) = (ours.Predict(data.Features).Span<float>().ToArray(), trainer.Predict(data.Features).Span<float>().ToArray());
        for (int i = 0; i < a.Length; i++) Assert.Equal(a[i], b[i], 1e-5f);
        if (apart) Assert.Equal((4, 0), (Uploads(t => t == "nabla upload"), Uploads(t => t != "nabla upload")));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void An_output_that_is_an_input_is_that_of_the_run(bool apart)
    {
        using var backend = BackendTests.Backend(apart: apart);
        foreach (var on in new IBackend[] { backend, Nabla.Ops.Cpu.Backend(1) })
        {
            var graph = new Program(StepTests.Ops).AddGraph("g");
            var x = graph.Input("x", ElementType.Float32, [6]);
            Value same = graph.Add("Identity", x), shaped = graph.Add("Reshape", x, graph.Constant(Tensor.Vector<long>(2, 3)));
            var captured = graph.Program.AddGraph("later").Capture(x);
            Value[] all = [captured, x, same, shaped, x];
            var run = on.Compile(graph.Program, all);
            run.Input<float>(x).Fill(1);
            run.Start();
            run.Input<float>(x).Fill(2);
            foreach (var v in all) Assert.Equal([1, 1, 1, 1, 1, 1], run.Output<float>(v));
            Assert.Equal(Tensor.Filled(ElementType.Float32, 1, [2, 3]), run.OutputTensor(shaped));
            Assert.Equal([2, 2, 2, 2, 2, 2], run.Input<float>(x));
            run.Run();
            foreach (var v in all) Assert.Equal([2, 2, 2, 2, 2, 2], run.Output<float>(v));
        }
    }
}
