using Nabla.Onnx;
using Nabla.Onnx.Protos;
using Nabla.OnnxRuntime;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary>One training from first values to a validated file.</summary>
sealed class TrainingRun
{
    readonly TrainSettings _settings;
    readonly DataSplit _data;
    readonly Trainer _trainer;
    readonly Graph _exported;
    readonly OnnxExportOptions _format;
    readonly List<EpochReport> _epochs = [];
    CheckpointTuning? _tuning;
    OnnxTraining? _stored;
    ModelProto? _original;

    TrainingRun(TrainSettings settings, DataSplit data, RunsOn runsOn, TrainingStep step, OnnxExportOptions format, bool probabilities, bool isStored = false)
    {
        (_settings, _data, RunsOn, _format) = (settings, data, runsOn, format);
        _trainer = new(step, runsOn.Backend, new() { BatchSize = settings.Batch, Seed = settings.Seed, StepsPerRun = runsOn.StepsPerRun });
        _exported = probabilities ? WithSoftmax() : _trainer.ModelGraph;
        // An op that no file can hold is found now, not after an hour.
        if (!isStored) OnnxExport.Check(_exported, format);
    }

    /// <summary>The training of a perceptron.</summary>
    public static TrainingRun OfLayers(Registry registry, TrainSettings settings, DataSplit data, RunsOn runsOn, bool probabilities, OnnxExportOptions format)
    {
        var (loss, optimizer) = (new SoftmaxCrossEntropy(), Optimizers.Make(settings.Optimizer, settings.LearningRate, settings.WeightDecay));
        var step = new TrainingStep(registry, Perceptron(settings, data), loss, optimizer, data.Train.FeatureCount, settings.Seed, Precisions.Of(settings.Precision));
        return new(settings, data, runsOn, step, format with { GraphName = "classifier" }, probabilities);
    }

    /// <summary>The training of a model that was read from a file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">Learning rate, batches, epochs.</param>
    /// <param name="data">The data.</param>
    /// <param name="runsOn">What runs it.</param>
    /// <param name="options">What learns.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="tuning">How the checkpoint that is gone on with does it.</param>
    /// <param name="original">The file, if it is to be written as it was with other numbers, where that can be.</param>
    public static TrainingRun OfModel(OnnxModel model, TrainSettings settings, DataSplit data, RunsOn runsOn, FineTuneOptions options, OnnxExportOptions format, CheckpointTuning? tuning = null, ModelProto? original = null)
    {
        var (loss, optimizer) = (new SoftmaxCrossEntropy(), Optimizers.Make(settings.Optimizer, settings.LearningRate, settings.WeightDecay));
        var read = model.ToExportOptions() with { GraphName = model.Graph.Name, Inline = format.Inline, ExternalData = format.ExternalData, Metadata = Checkpoint.Without(model.Metadata) };
        if (tuning is not null) read = read with { Opset = tuning.Opset };
        var run = new TrainingRun(settings, data, runsOn, new(model.Graph, loss, optimizer, options, Precisions.Of(settings.Precision)), read, probabilities: false)
        {
            _original = original,
            _tuning = tuning ?? new(read.Opset, options.Output, options.Input, options.FixedInputs),
        };
        run.RequireFit();
        if (original is not null && !OnnxInitializers.Hold(original, run.Variables))
            throw new NablaException("What the model learned is not in initializers of the same names and types, so the file cannot stay as it was; leave --keep-file out.");
        return run;
    }

    /// <summary>The training of a file by the step that it brings.</summary>
    /// <param name="training">The step.</param>
    /// <param name="settings">Learning rate, batches, epochs; the step's own rule stays.</param>
    /// <param name="data">The data.</param>
    /// <param name="runsOn">What runs it.</param>
    /// <param name="externalData">The file that takes large tensors, or null.</param>
    public static TrainingRun OfStored(OnnxTraining training, TrainSettings settings, DataSplit data, RunsOn runsOn, string? externalData)
    {
        var format = new OnnxExportOptions { Metadata = training.Step.Metadata, ExternalData = externalData };
        var run = new TrainingRun(settings, data, runsOn, StoredRoles.Of(training, settings.LearningRate), format, probabilities: false, isStored: true) { _stored = training };
        run.RequireFit();
        return run;
    }

    void RequireFit()
    {
        var train = _data.Train;
        if (_trainer.InputFeatures != train.FeatureCount)
            throw new NablaException($"The model takes {_trainer.Step.Input}, {_trainer.InputFeatures} features a sample; '{train.Name}' has {train.FeatureCount}.");
        if (_trainer.OutputFeatures != train.Classes)
            throw new NablaException($"The model gives {_trainer.OutputFeatures} scores and '{train.Name}' has {train.Classes} classes; add --replace-head {train.Classes}.");
    }

    /// <summary>Goes to where a stored training stands.</summary>
    public void Resume(Checkpoint checkpoint, StoredTraining training)
    {
        training.Restore([.. _trainer.Step.Program.Updates.Select(u => u.Target.Variable!)]);
        _trainer.Position = checkpoint.Position;
        _epochs.AddRange(checkpoint.Epochs);
    }

    public TrainSettings Settings => _settings;

    public DataSplit Data => _data;

    /// <summary>Kernels or device.</summary>
    public RunsOn RunsOn { get; }

    /// <summary>How the exported model is called: <c>x: f32[N,64] → logits: f32[N,10]</c>.</summary>
    public string Interface => $"{_trainer.Step.Input} → {_exported.Outputs[0]}";

    /// <summary>What learns and what does not: <c>6 of 8 variables learn, 101770 numbers</c>.</summary>
    public string Learning
    {
        get
        {
            var model = _trainer.ModelGraph.Inputs.Where(v => v.Variable is not null && (_stored is null || v.Kind == ValueKind.Parameter)).ToList();
            var learning = _trainer.Step.Program.Updates.Select(u => u.Target).Where(t => t.Kind == ValueKind.Parameter).ToList();
            return $"{learning.Count} of {model.Count} variables learn, {learning.Sum(t => t.Variable!.Count)} numbers"
                + Kept(_trainer.Step.Measured, "statistics of BatchNormalization") + Kept([.. _trainer.Step.Unreached], "the loss does not depend on them smoothly");
        }
    }

    static string Kept(IReadOnlyList<string> names, string why) => names.Count == 0 ? "" : $"; {string.Join(", ", names)} keep their values: {why}";

    /// <summary>ONNX Runtime's second opinion, after <see cref="Finish"/>.</summary>
    public ValidationResult? Validation { get; private set; }

    /// <summary>All epochs that are not done yet.</summary>
    /// <exception cref="NablaException">The loss is no longer a number.</exception>
    /// <exception cref="OperationCanceledException">Interrupted, between two steps; where there is a checkpoint, it holds them all.</exception>
    public void Train(TrainingView view, CancellationToken interrupt, CheckpointPlan? checkpoint = null)
    {
        foreach (var done in _epochs) view.Epoch(done);
        while (_trainer.Epoch < _settings.Epochs)
        {
            EpochResult epoch;
            // What has diverged must not replace what had not.
            bool isHealthy = true;
            try
            {
                epoch = _trainer.TrainEpoch(_data.Train, progress =>
                {
                    isHealthy = double.IsFinite(progress.Loss);
                    interrupt.ThrowIfCancellationRequested();
                    view.Batch(progress);
                    if (isHealthy && progress.Batch % (checkpoint?.Every ?? int.MaxValue) == 0) Keep();
                });
            }
            catch (OperationCanceledException)
            {
                if (isHealthy) Keep();
                throw;
            }
            if (!double.IsFinite(epoch.Loss))
                throw new NablaException($"The loss is no longer a number in epoch {epoch.Epoch}: training diverged. "
                    + $"Take a learning rate below --lr {_settings.LearningRate}{Other}. No model was written.");
            var report = new EpochReport(epoch.Epoch, epoch.Loss, epoch.Accuracy!.Value, _trainer.Evaluate(_data.Test).Accuracy!.Value, epoch.Seconds);
            _epochs.Add(report);
            view.Epoch(report);
            Keep();
        }

        void Keep()
        {
            if (checkpoint is not null) new Checkpoint(_settings, _trainer.Position, _data.Train.Count, [.. _epochs], _tuning).Save(checkpoint.Path, _trainer, _format);
        }

        // The last step may have been one too many: its result was not yet measured on training data.
        if (!double.IsFinite(_trainer.Evaluate(_data.Test).Loss) || _trainer.Parameters.Any(p => p.Span<float>().ContainsAnyExceptInRange(float.MinValue, float.MaxValue)))
            throw new NablaException($"The model no longer gives numbers after the last epoch: training diverged. "
                + $"Take a learning rate below --lr {_settings.LearningRate}{Other}. No model was written.");
    }

    /// <summary>Whether there is nothing left to train.</summary>
    public bool IsDone => _trainer.Epoch >= _settings.Epochs;

    string Other => _settings.Layers.Length > 0 ? $", or another activation than {_settings.Activation}" : "";

    /// <summary>Writes the model and validates the file on the test set.</summary>
    public TrainReport Finish(string path)
    {
        // What the tool notes of this training goes before what another noted.
        var metadata = new Dictionary<string, string>(_format.Metadata);
        foreach (var (key, value) in ModelMetadata.Of(_settings, _data.Train, _epochs[^1])) metadata[key] = value;
        DeviceOptions.NoteStrays(RunsOn.Backend);
        if (_original is not null) OnnxFile.Save(WithMetadata(Kept(_original), metadata), path, _format.ExternalData);
        else if (_stored is null) OnnxFile.Save(_exported, path, _format with { Metadata = metadata });
        else OnnxFile.Save(WithMetadata(_stored.ToModel(), metadata), path, _format.ExternalData);
        var inputs = _stored is null ? TestInputs.Of(_trainer.ModelGraph, _data.Test, _trainer.Step.FixedInputs) : TestInputs.Of(OnnxFile.Load(path, _exported.Registry).Graph, _data.Test);
        Validation = ModelValidation.Run(path, _exported.Registry, RunsOn.Kernels, inputs);
        return new()
        {
            Data = _settings.Data.Name,
            Layers = _settings.Layers.Length > 0 ? _settings.Layers : null,
            Activation = _settings.Layers.Length > 0 ? _settings.Activation : null,
            Optimizer = _settings.Optimizer,
            LearningRate = _settings.LearningRate,
            WeightDecay = _settings.WeightDecay,
            Batch = _settings.Batch,
            Seed = _settings.Seed,
            Threads = RunsOn.Kernels.Pool.Threads,
            Device = RunsOn.Backend.Name,
            Epochs = _epochs,
            TestAccuracy = _epochs[^1].TestAccuracy,
            TrainSeconds = _epochs.Sum(e => e.Seconds),
            Parameters = _trainer.Parameters.Sum(p => p.Count),
            Model = path,
            Validation = ValidationReport.Of(Validation),
        };
    }

    IEnumerable<Variable> Variables => _trainer.ModelGraph.Inputs.Select(v => v.Variable).OfType<Variable>();

    // Functions, nodes of old opsets, notes and types: all as it was, but for the numbers.
    ModelProto Kept(ModelProto original)
    {
        OnnxInitializers.Update(original, Variables);
        return original;
    }

    static ModelProto WithMetadata(ModelProto model, Dictionary<string, string> metadata)
    {
        model.MetadataProps.Clear();
        foreach (var (key, value) in metadata.OrderBy(e => e.Key, StringComparer.Ordinal)) model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return model;
    }

    // The columns of a table have units of all kinds; pixels do not.
    static Sequential Perceptron(TrainSettings settings, DataSplit data)
    {
        var perceptron = Sequential.Mlp(settings.Layers, settings.Activation);
        return settings.Data.Kind == DataKind.Table ? new([new StandardizeLayer(Standardization.Fit(data.Train)), .. perceptron.Layers]) : perceptron;
    }

    Graph WithSoftmax()
    {
        var graph = _trainer.Step.Program.AddGraph("inference");
        graph.Output(graph.Add("Softmax", graph.Capture(_trainer.Step.Logits)), "probabilities");
        return graph;
    }
}
