using System.Diagnostics;
using Nabla.Ops;

namespace Nabla.Training;

/// <summary>Trains a model: builds one program for the whole step, compiles it for each batch size that occurs, and runs it over data. A step allocates nothing.</summary>
/// <example><code>
/// var (train, test) = Digits.Load();
/// var model = Sequential.Mlp([64, 128, 10], "relu");
/// var trainer = new Trainer(registry, model, new SoftmaxCrossEntropy(), new Adam(1e-3));
/// for (int epoch = 0; epoch &lt; 10; epoch++) Console.WriteLine(trainer.TrainEpoch(train));
/// Console.WriteLine(trainer.Evaluate(test));
/// </code></example>
public sealed class Trainer
{
    readonly TrainerOptions _options;
    readonly ExecutableCache _executables;
    readonly BatchProgress[] _done;
    readonly bool _tracksAccuracy;
    BatchLoader? _loader;

    /// <summary>A trainer, its parameters at their first values.</summary>
    /// <param name="registry">The ops that the model, its adjoint and its update rule are made of.</param>
    /// <param name="model">The model.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="optimizer">How, and at what learning rate.</param>
    /// <param name="backend">Where it runs; by default the CPU with all cores.</param>
    /// <param name="options">Batch sizes, seed.</param>
    /// <exception cref="NablaException">The layers do not fit each other or the loss, an option is out of range, or an op that is needed is not registered.</exception>
    public Trainer(Registry registry, Layer model, Loss loss, Optimizer optimizer, IBackend? backend = null, TrainerOptions? options = null)
        : this(new(registry, model, loss, optimizer, FeaturesOf(model, options), options?.Seed ?? 0), backend, options) { }

    /// <summary>A trainer of a step, such as one of a model that was read from a file.</summary>
    /// <param name="step">The step, with its loss and optimizer.</param>
    /// <param name="backend">Where it runs; by default the CPU with all cores.</param>
    /// <param name="options">Batch sizes, seed.</param>
    /// <exception cref="NablaException">An option is out of range.</exception>
    public Trainer(TrainingStep step, IBackend? backend = null, TrainerOptions? options = null)
    {
        (Step, _options) = (step, options ?? new());
        if (_options.BatchSize < 1 || _options.EvaluationBatchSize < 1) throw new NablaException("A trainer needs batch sizes of at least 1.");
        if (_options.StepsPerRun < 1 || _options.StepsPerRun > 1 && backend is not IMultistepBackend)
            throw new NablaException($"The backend {backend?.Name ?? "cpu"} cannot do {_options.StepsPerRun} steps in one run; set TrainerOptions.StepsPerRun to 1, or train on ONNX Runtime.");
        _done = new BatchProgress[_options.StepsPerRun];
        InputFeatures = checked((int)step.Input.Shape.Skip(1).Aggregate(1L, (product, size) => checked(product * size.Size)));
        Parameters = [.. Step.Program.Parameters.Select(p => p.Variable!)];
        _tracksAccuracy = _options.TracksAccuracy && Step.LossRule.IsClassification;
        _executables = new(Step, backend ?? Cpu.Backend(), readsOutputs: _tracksAccuracy);
    }

    static int FeaturesOf(Layer model, TrainerOptions? options) => options?.InputFeatures ?? model.InputFeatures
        ?? throw new NablaException($"No layer of {model} says how many features a sample has; set TrainerOptions.InputFeatures.");

    /// <summary>The update rule.</summary>
    public Optimizer Optimizer => Step.Optimizer;

    /// <summary>The training step: forward, loss, adjoint and update as one program.</summary>
    public TrainingStep Step { get; }

    /// <summary>The model alone, sharing the trained parameters: what is exported for inference.</summary>
    public Graph ModelGraph => Step.ModelGraph;

    /// <summary>The trained variables.</summary>
    public IReadOnlyList<Variable> Parameters { get; }

    /// <summary>The optimizer's variables.</summary>
    public IReadOnlyList<Variable> State => Step.Update.State;

    /// <summary>Features of a sample.</summary>
    public int InputFeatures { get; }

    /// <summary>Numbers that the model gives a sample.</summary>
    public int OutputFeatures => (int)Step.Logits.Shape[1].Size;

    /// <summary>Epochs done. With the seed it decides the order of samples, and the learning rate; setting it goes to the start of an epoch.</summary>
    public int Epoch
    {
        get => Position.Epoch;
        set => Position = new(value);
    }

    /// <summary>Where the training stands; set it, and the variables, to go on where another left off.</summary>
    public TrainingPosition Position { get; set; }

    /// <summary>Learns from every sample once, the last partial batch included; from the present position on, if an epoch was begun.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="progress">Told after each step; what it throws ends the epoch there, between two steps.</param>
    /// <exception cref="NablaException">The data do not fit the model or the loss.</exception>
    public EpochResult TrainEpoch(Dataset data, Action<BatchProgress>? progress = null)
    {
        Check(data);
        if (_loader?.Data != data) _loader = new(data, _options.BatchSize, _options.Seed, _options.Shuffle);
        var (loader, tally, started) = (_loader, new Tally(Position), Stopwatch.GetTimestamp());
        loader.Start(Epoch, Position.Batch);
        var run = Gathered(loader, Position.Batch);
        while (run is { } now)
        {
            now.Executable.Start();
            // While a device is at work, the next batches are gathered, and taken over.
            run = Gathered(loader, now.First + now.Steps);
            for (int k = 0; k < now.Steps; k++)
            {
                int batch = now.First + k;
                float loss = Read(now, k, Step.Loss, _tracksAccuracy ? Step.TrainingLogits : null, data, loader.IndicesOf(batch), ref tally);
                _done[k] = new(Epoch + 1, batch + 1, loader.BatchCount, loss, tally.MeanLoss, RateOf(loader, batch));
            }
            // The variables are those after all of them.
            Position = tally.At(Epoch, now.First + now.Steps);
            for (int k = 0; k < now.Steps && progress is not null; k++) progress(_done[k]);
        }
        Epoch++;
        return new(Epoch, tally.MeanLoss, _tracksAccuracy ? tally.Accuracy : null, tally.Samples, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Measures the model; nothing changes.</summary>
    /// <exception cref="NablaException">The data do not fit the model or the loss.</exception>
    public EvaluationResult Evaluate(Dataset data)
    {
        Check(data);
        var (loader, tally) = (new BatchLoader(data, _options.EvaluationBatchSize, shuffle: false), default(Tally));
        var pass = Filled(loader);
        for (int batch = 0; pass is { } now; batch++)
        {
            now.Start();
            // While a device is at work, the next batch goes there.
            pass = Filled(loader);
            Read(new(now, 0, 1), 0, Step.EvaluationLoss, Step.LossRule.IsClassification ? Step.Logits : null, data, loader.IndicesOf(batch), ref tally);
        }
        return new(tally.MeanLoss, Step.LossRule.IsClassification ? tally.Accuracy : null, tally.Samples);
    }

    /// <summary>What the model gives: <c>logits</c>, [n, outputs].</summary>
    /// <param name="features">[n, features], row-major.</param>
    /// <exception cref="NablaException">The length is no multiple of the number of features.</exception>
    public Tensor Predict(ReadOnlySpan<float> features) => Tensor.Of(Outputs(features), features.Length / InputFeatures, OutputFeatures);

    /// <summary>The class that the model decides for, of each sample.</summary>
    /// <param name="features">[n, features], row-major.</param>
    /// <exception cref="NablaException">The length is no multiple of the number of features, or the loss is not one of classification.</exception>
    public int[] Classify(ReadOnlySpan<float> features)
    {
        if (!Step.LossRule.IsClassification) throw new NablaException($"A model trained with {Step.LossRule} gives numbers, not classes; use Predict.");
        var outputs = Outputs(features);
        var classes = new int[features.Length / InputFeatures];
        for (int i = 0; i < classes.Length; i++) classes[i] = Step.LossRule.Decide(outputs.AsSpan(i * OutputFeatures, OutputFeatures));
        return classes;
    }

    float[] Outputs(ReadOnlySpan<float> features)
    {
        if (features.Length % InputFeatures != 0)
            throw new NablaException($"{features.Length} numbers cannot be divided into samples of {InputFeatures} features.");
        int count = features.Length / InputFeatures;
        var outputs = new float[checked(count * OutputFeatures)];
        int most = _options.EvaluationBatchSize;
        var pass = Fed(features, 0, Math.Min(most, count));
        for (int start = 0; pass is { } now; start += most)
        {
            now.Start();
            pass = Fed(features, start + most, Math.Min(most, count - start - most));
            now.Output<float>(Step.Logits).CopyTo(outputs.AsSpan(start * OutputFeatures));
        }
        return outputs;
    }

    // The next samples, to be predicted, on their way to the device; null after the last.
    Executable? Fed(ReadOnlySpan<float> features, int start, int size)
    {
        if (size <= 0) return null;
        var model = _executables.Get(Purpose.Predict, size);
        model.Feed(Step.Input, features.Slice(start * InputFeatures, size * InputFeatures));
        model.Stage();
        return model;
    }

    // As many whole batches as one run does, or else one.
    StepRun? Gathered(BatchLoader loader, int first)
    {
        if (!loader.Next()) return null;
        int steps = (long)(first + _options.StepsPerRun) * loader.BatchSize <= loader.Data.Count ? _options.StepsPerRun : 1;
        var executable = _executables.Get(Purpose.Train, loader.Count, steps);
        for (int k = 0; k < steps; k++)
        {
            if (k > 0) loader.Next();
            FillLabels(executable, loader, k, steps);
            if (Step.Update.Rate is { } rate) executable.Input<float>(rate)[k] = (float)RateOf(loader, first + k);
        }
        executable.FeedRows(Step.Input, loader.Data.Features, loader.IndicesOf(first, steps));
        executable.Stage();
        return new(executable, first, steps);
    }

    // The rate in the middle of the step: never 0 in a warm-up, never that of the next epoch.
    double RateOf(BatchLoader loader, int batch) => Optimizer.LearningRate.At(Epoch + (batch + 0.5) / loader.BatchCount);

    // The next batch, to be evaluated, on its way to the device; null after the last.
    Executable? Filled(BatchLoader loader)
    {
        if (!loader.Next()) return null;
        var executable = _executables.Get(Purpose.Evaluate, loader.Count);
        executable.FeedRows(Step.Input, loader.Data.Features, loader.Indices);
        FillLabels(executable, loader, 0, 1);
        executable.Stage();
        return executable;
    }

    void FillLabels(Executable executable, BatchLoader batch, int part, int parts)
    {
        if (Step.Labels.Element == ElementType.Int64) batch.CopyLabels(Part(executable.Input<long>(Step.Labels)));
        else if (IsOneHot(batch.Data)) batch.CopyOneHot(Part(executable.Input<float>(Step.Labels)), OutputFeatures);
        else batch.CopyTargets(Part(executable.Input<float>(Step.Labels)));

        Span<T> Part<T>(Span<T> all) => all.Slice(part * (all.Length / parts), all.Length / parts);
    }

    float Read(in StepRun run, int k, Value loss, Value? logits, Dataset data, ReadOnlySpan<int> batch, ref Tally tally)
    {
        float mean = run.Executable.Output<float>(loss)[k];
        tally.Add(mean, batch.Length);
        if (logits is null) return mean;
        var outputs = run.Executable.Output<float>(logits);
        int width = outputs.Length / run.Steps;
        tally.AddRight(data, batch, Step.LossRule, outputs.Slice(k * width, width));
        return mean;
    }

    string BeyondAt(Dataset data)
    {
        int row = data.Labels.IndexOfAnyInRange(Step.LossRule.ClassesOf(OutputFeatures), int.MaxValue);
        return row < 0 ? "" : $", and sample {row} is of class {data.Labels[row]}";
    }

    // Of classes, where the step wants a row for each sample.
    bool IsOneHot(Dataset data) => data.TargetCount == 0 && Step.Labels.Shape.Rank == 2 && !Step.Labels.Shape[1].Is(1);

    void Check(Dataset data)
    {
        if (data.Count == 0) throw new NablaException($"Dataset '{data.Name}' is empty; give at least one sample.");
        if (data.FeatureCount != InputFeatures)
            throw new NablaException($"Dataset '{data.Name}' has {data.FeatureCount} features a sample; the model takes {InputFeatures}.");
        bool classes = Step.Labels.Element == ElementType.Int64, either = Step.LossRule.IsClassification && !classes;
        if (classes && data.Classes == 0 || !either && !classes && data.TargetCount == 0)
            throw new NablaException($"Dataset '{data.Name}' holds {(classes ? "targets" : "classes")}; {Step.LossRule} learns {(classes ? "classes" : "targets")}: take another loss or data set.");
        if (data.Classes > Step.LossRule.ClassesOf(OutputFeatures))
            throw new NablaException($"Dataset '{data.Name}' has {data.Classes} classes; the model with {Step.LossRule} tells {Step.LossRule.ClassesOf(OutputFeatures)} apart{BeyondAt(data)}.");
        if (data.TargetCount > 0 && data.TargetCount != OutputFeatures)
            throw new NablaException($"Dataset '{data.Name}' has {data.TargetCount} targets a sample; the model gives {OutputFeatures} numbers.");
    }
}
