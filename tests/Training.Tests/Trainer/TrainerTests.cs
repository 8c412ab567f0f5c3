namespace Nabla.Training.Tests;

public class TrainerTests
{
    static float[] Weights(Trainer trainer) => [.. trainer.Parameters.SelectMany(p => p.Span<float>().ToArray())];

    [Fact]
    public void Digits_are_learnt()
    {
        var (train, test) = Digits.Load();
        var trainer = TestOps.Digits();
        double before = trainer.Evaluate(test).Loss;
        EpochResult last = null!;
        for (int epoch = 0; epoch < 15; epoch++) last = trainer.TrainEpoch(train);
        var result = trainer.Evaluate(test);
        Assert.True(before > 2 && result.Loss < 0.3, $"{before} -> {result}");
        Assert.True(result.Accuracy >= 0.95, result.ToString());
        Assert.Equal(1 - result.Accuracy, result.Error);
        Assert.Equal((15, 15, 1437, 360), (trainer.Epoch, last.Epoch, last.Samples, result.Samples));
        Assert.True(last.Accuracy > 0.97 && last.Seconds > 0, last.ToString());
        var classes = trainer.Classify(test.Features);
        Assert.Equal(result.Accuracy, classes.Where((c, i) => c == test.Labels[i]).Count() / 360.0);
    }

    [Fact]
    public void Accuracy_may_be_left_out_and_nothing_else_changes()
    {
        var (train, test) = Digits.Load();
        Trainer Of(bool tracks) => new(TestOps.Registry, Sequential.Mlp([64, 16, 10], "relu"), new SoftmaxCrossEntropy(), new Adam(1e-3), options: new() { TracksAccuracy = tracks });
        var (with, without) = (Of(true), Of(false));
        var (measured, silent) = (with.TrainEpoch(train), without.TrainEpoch(train));
        Assert.NotNull(measured.Accuracy);
        Assert.Null(silent.Accuracy);
        Assert.Equal((measured.Loss, measured.Samples), (silent.Loss, silent.Samples));
        Assert.Equal(Weights(with), Weights(without));
        Assert.Equal(with.Evaluate(test), without.Evaluate(test));
    }

    public static IEnumerable<TheoryDataRow<string>> Optimizers() => [new("sgd"), new("momentum"), new("nesterov"), new("adam"), new("adamw")];

    [Theory, MemberData(nameof(Optimizers))]
    public void Every_optimizer_learns(string name)
    {
        Optimizer optimizer = name switch
        {
            "sgd" => new Sgd(0.2),
            "momentum" => new Momentum(0.03),
            "nesterov" => new Momentum(0.03, nesterov: true),
            "adam" => new Adam(LearningRate.Cosine(3e-3, epochs: 6, warmup: 0.5)),
            _ => new AdamW(LearningRate.Step(3e-3, every: 4)),
        };
        Assert.Equal(name, optimizer.ToString());
        var (train, test) = Digits.Load();
        var trainer = TestOps.Digits(optimizer: optimizer);
        for (int epoch = 0; epoch < 6; epoch++) trainer.TrainEpoch(train);
        Assert.True(trainer.Evaluate(test).Accuracy > 0.9, trainer.Evaluate(test).ToString());
    }

    [Fact]
    public void Same_seed_same_bits_at_any_thread_count()
    {
        var train = Digits.Load().Train;
        float[] Run(ulong seed, int threads)
        {
            var trainer = TestOps.Digits(seed, threads);
            trainer.TrainEpoch(train);
            trainer.TrainEpoch(train);
            return Weights(trainer);
        }
        var first = Run(1, threads: 1);
        Assert.Equal(first, Run(1, threads: 1));
        Assert.Equal(first, Run(1, threads: 3));
        Assert.NotEqual(first, Run(2, threads: 1));
    }

    [Fact]
    public void Training_resumes_from_saved_variables()
    {
        var train = Digits.Load().Train;
        Trainer a = TestOps.Digits(), b = TestOps.Digits(seed: 1);
        a.TrainEpoch(train);
        foreach (var (from, to) in a.Parameters.Concat(a.State).Zip(b.Parameters.Concat(b.State))) to.Load(from.ToTensor());
        b.Epoch = a.Epoch;
        a.TrainEpoch(train);
        b.TrainEpoch(train);
        Assert.Equal(Weights(a), Weights(b));
    }

    // With a rate so small that nothing changes, the mean over the epoch is the loss of the whole set, whatever the batches.
    [Theory, InlineData(64, 23), InlineData(1436, 2), InlineData(1437, 1), InlineData(5000, 1)]
    public void The_partial_batch_counts_by_its_samples(int batch, int batches)
    {
        var train = Digits.Load().Train;
        var trainer = TestOps.Digits(batch: batch, optimizer: new Sgd(1e-30));
        var expected = trainer.Evaluate(train);
        int seen = 0;
        var result = trainer.TrainEpoch(train, p => Assert.Equal((++seen, batches, 1), (p.Batch, p.BatchCount, p.Epoch)));
        Assert.Equal(batches, seen);
        Assert.Equal(1437, result.Samples);
        Assert.Equal(expected.Loss, result.Loss, 1e-5);
        Assert.Equal(expected.Accuracy, result.Accuracy);
    }

    public static TheoryData<string, int> RulesAndThreads => [.. new[] { "sgd", "momentum", "adam", "adamw" }.SelectMany(o => new[] { 1, 2 }.Select(t => new TheoryDataRow<string, int>(o, t)))];

    [Theory, MemberData(nameof(RulesAndThreads))]
    public void Steps_allocate_nothing(string optimizer, int threads)
    {
        var train = Digits.Load().Train;
        Optimizer rule = optimizer switch { "sgd" => new Sgd(0.01), "momentum" => new Momentum(0.01), "adam" => new Adam(2e-3), _ => new AdamW(2e-3) };
        var trainer = TestOps.Digits(threads: threads, batch: 4, optimizer: rule);
        var seen = new long[361];
        var allocated = new long[6];
        for (int epoch = 0; epoch < allocated.Length; epoch++)
        {
            trainer.TrainEpoch(train, p => seen[p.Batch] = GC.GetAllocatedBytesForCurrentThread());
            allocated[epoch] = seen[359] - seen[1];
        }
        // After two to warm up. The runtime may compile a method again on this thread, once.
        Assert.True(allocated[2..].Count(a => a != 0) <= 1, $"allocated in each epoch: {string.Join(", ", allocated)}");
    }

    [Fact]
    public void A_straight_line_is_learnt_by_regression()
    {
        float[] x = [.. Enumerable.Range(0, 64).Select(i => i / 32f - 1)];
        var line = Dataset.Regression("line", x, [1], [.. x.Select(v => 2 * v + 1)]);
        var trainer = new Trainer(TestOps.Registry, new Linear(1, 1), new MeanSquaredError(), new Momentum(0.05), TestOps.Backend(), new() { BatchSize = 10 });
        for (int epoch = 0; epoch < 100; epoch++) Assert.Null(trainer.TrainEpoch(line).Accuracy);
        Assert.Equal([2f, 1f], Weights(trainer), (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.True(trainer.Evaluate(line) is { Loss: < 1e-5, Accuracy: null, Error: null });
        Assert.Throws<NablaException>(() => trainer.Classify(x));
    }

    [Fact]
    public void Exclusive_or_is_learnt_by_binary_cross_entropy()
    {
        float[] x = [0, 0, 0, 1, 1, 0, 1, 1];
        var classes = Dataset.Classification("xor", x, [2], [0, 1, 1, 0]);
        var targets = Dataset.Regression("xor", x, [2], [0, 1, 1, 0]);
        foreach (var xor in new[] { classes, targets })
        {
            var trainer = new Trainer(TestOps.Registry, Sequential.Mlp([2, 16, 1], "tanh", Initializer.GlorotUniform), new BinaryCrossEntropy(), new Adam(0.05), TestOps.Backend());
            for (int epoch = 0; epoch < 200; epoch++) trainer.TrainEpoch(xor);
            Assert.Equal(1.0, trainer.Evaluate(xor).Accuracy);
            Assert.Equal([0, 1, 1, 0], trainer.Classify(x));
        }
    }

    [Fact]
    public void The_model_graph_is_the_model_alone()
    {
        var step = TestOps.Digits().Step;
        Assert.Equal(["forward", "loss", "adjoint", "update"], step.Program.Graphs.Select(g => g.Name));
        Assert.Equal(["Gemm", "Relu", "Gemm"], step.ModelGraph.Nodes.Select(n => n.Op.Schema.Name));
        Assert.Equal(["x", "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"], step.ModelGraph.Inputs.Select(v => v.Name));
        Assert.Equal(["logits"], step.ModelGraph.Outputs.Select(v => v.Name));
        Assert.Equal(("labels", "loss", "learning_rate"), (step.Labels.Name, step.Loss.Name, step.Update.LearningRate.Name));
        Assert.Equal(4 * 3 + 1, step.Program.Updates.Count);
    }

    [Theory, InlineData(1), InlineData(255), InlineData(256), InlineData(300), InlineData(0)]
    public void Predictions_do_not_depend_on_batches(int count)
    {
        var test = Digits.Load().Test[..count];
        var trainer = TestOps.Digits();
        var all = trainer.Predict(test.Features);
        Assert.Equal([count, 10], all.Dims.ToArray());
        for (int i = 0; i < count; i += 50)
            Assert.Equal(trainer.Predict(test.Sample(i)).Span<float>().ToArray(), all.Span<float>().Slice(i * 10, 10).ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        static string Message(Func<object> act) => Assert.ThrowsAny<NablaException>(act).Message;
        Trainer Make(Layer model, Loss loss, TrainerOptions? options = null) => new(TestOps.Registry, model, loss, new Sgd(0.1), TestOps.Backend(), options);
        var train = Digits.Load().Train;
        var trainer = TestOps.Digits();
        var line = Dataset.Regression("line", [1, 2], [1], [1, 2]);

        Assert.Contains("empty", Message(() => trainer.TrainEpoch(train[..0])), StringComparison.Ordinal);
        Assert.Contains("has 1 features a sample; the model takes 64", Message(() => trainer.Evaluate(line)), StringComparison.Ordinal);
        Assert.Contains("10 classes; the model with softmax cross-entropy tells 5 apart", Message(() => Make(new Linear(64, 5), new SoftmaxCrossEntropy()).Evaluate(train)), StringComparison.Ordinal);
        Assert.Contains("tells 2 apart", Message(() => Make(new Linear(64, 1), new BinaryCrossEntropy()).Evaluate(train)), StringComparison.Ordinal);
        Assert.Contains("holds targets", Message(() => Make(new Linear(1, 2), new SoftmaxCrossEntropy()).Evaluate(line)), StringComparison.Ordinal);
        Assert.Contains("holds classes", Message(() => Make(new Linear(64, 1), new MeanSquaredError()).Evaluate(train)), StringComparison.Ordinal);
        Assert.Contains("1 targets a sample; the model gives 2", Message(() => Make(new Linear(1, 2), new MeanSquaredError()).Evaluate(line)), StringComparison.Ordinal);
        Assert.Contains("cannot be divided", Message(() => trainer.Predict(new float[65])), StringComparison.Ordinal);
        Assert.Contains("InputFeatures", Message(() => Make(Activation.Relu, new MeanSquaredError())), StringComparison.Ordinal);
        Assert.Contains("nothing to train", Message(() => Make(Activation.Relu, new MeanSquaredError(), new() { InputFeatures = 3 })), StringComparison.Ordinal);
        Assert.Contains("computes nothing", Message(() => Make(Activation.Identity, new MeanSquaredError(), new() { InputFeatures = 3 })), StringComparison.Ordinal);
        Assert.Contains("at least 1", Message(() => Make(new Linear(1, 1), new MeanSquaredError(), new() { BatchSize = 0 })), StringComparison.Ordinal);
        Assert.Contains("No op is registered", Message(() => new Trainer(new(), new Linear(1, 1), new MeanSquaredError(), new Sgd(1))), StringComparison.Ordinal);
    }

    [Fact]
    public void Results_read_well()
    {
        Assert.Equal("epoch 3: loss 0.0812, accuracy 97.55 %, 0.42 s", new EpochResult(3, 0.0812, 0.97551, 10, 0.421).ToString());
        Assert.Equal("loss 0.5, 8 samples", new EvaluationResult(0.5, null, 8).ToString());
        Assert.Equal("loss 0.1034, accuracy 97.22 %, error 2.78 %, 360 samples", new EvaluationResult(0.10341, 0.9722, 360).ToString());
    }
}
