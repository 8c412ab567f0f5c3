using Nabla.Onnx;
using Nabla.OnnxRuntime;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary>One training from first values to a validated file.</summary>
sealed class TrainingRun
{
    readonly TrainSettings _settings;
    readonly DataSplit _data;
    readonly CpuBackend _backend;
    readonly Trainer _trainer;
    readonly Graph _exported;
    readonly OnnxExportOptions _format;
    readonly List<EpochReport> _epochs = [];

    TrainingRun(TrainSettings settings, DataSplit data, CpuBackend backend, TrainingStep step, OnnxExportOptions format, bool probabilities)
    {
        (_settings, _data, _backend, _format) = (settings, data, backend, format);
        _trainer = new(step, backend, new() { BatchSize = settings.Batch, Seed = settings.Seed });
        _exported = probabilities ? WithSoftmax() : _trainer.ModelGraph;
        // An op that no file can hold is found now, not after an hour.
        OnnxExport.Check(_exported, format);
    }

    /// <summary>The training of a perceptron.</summary>
    public static TrainingRun OfLayers(Registry registry, TrainSettings settings, DataSplit data, CpuBackend backend, bool probabilities, OnnxExportOptions format)
    {
        var (loss, optimizer) = (new SoftmaxCrossEntropy(), Optimizers.Make(settings.Optimizer, settings.LearningRate, settings.WeightDecay));
        var step = new TrainingStep(registry, Perceptron(settings, data), loss, optimizer, data.Train.FeatureCount, settings.Seed);
        return new(settings, data, backend, step, format with { GraphName = "classifier" }, probabilities);
    }

    /// <summary>The training of a model that was read from a file.</summary>
    public static TrainingRun OfModel(OnnxModel model, TrainSettings settings, DataSplit data, CpuBackend backend, FineTuneOptions options, OnnxExportOptions format)
    {
        var (loss, optimizer) = (new SoftmaxCrossEntropy(), Optimizers.Make(settings.Optimizer, settings.LearningRate, settings.WeightDecay));
        var run = new TrainingRun(settings, data, backend, new(model.Graph, loss, optimizer, options), model.ToExportOptions() with { GraphName = model.Graph.Name, Inline = format.Inline, ExternalData = format.ExternalData }, probabilities: false);
        if (run._trainer.InputFeatures != data.Train.FeatureCount)
            throw new NablaException($"The model takes {run._trainer.Step.Input}, {run._trainer.InputFeatures} features a sample; '{data.Train.Name}' has {data.Train.FeatureCount}.");
        if (run._trainer.OutputFeatures != data.Train.Classes)
            throw new NablaException($"The model gives {run._trainer.OutputFeatures} scores and '{data.Train.Name}' has {data.Train.Classes} classes; add --replace-head {data.Train.Classes}.");
        return run;
    }

    /// <summary>Goes to where a stored training stands.</summary>
    public void Resume(Checkpoint checkpoint, StoredTraining training)
    {
        training.Restore([.. _trainer.Parameters, .. _trainer.State]);
        _trainer.Position = checkpoint.Position;
        _epochs.AddRange(checkpoint.Epochs);
    }

    public int Threads => _backend.Pool.Threads;

    /// <summary>How the exported model is called: <c>x: f32[N,64] → logits: f32[N,10]</c>.</summary>
    public string Interface => $"{_trainer.Step.Input} → {_exported.Outputs[0]}";

    /// <summary>What learns and what does not: <c>6 of 8 variables learn, 101770 numbers</c>.</summary>
    public string Learning => $"{_trainer.Parameters.Count} of {_trainer.ModelGraph.Inputs.Count(v => v.Variable is not null)} variables learn, {_trainer.Parameters.Sum(p => p.Count)} numbers";

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
            if (checkpoint is not null) new Checkpoint(_settings, _trainer.Position, _data.Train.Count, [.. _epochs]).Save(checkpoint.Path, _trainer);
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
        OnnxFile.Save(_exported, path, _format with { Metadata = metadata });
        Validation = ModelValidation.Run(path, _exported.Registry, _backend, TestInputs.Of(_trainer.ModelGraph, _data.Test));
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
            Threads = Threads,
            Epochs = _epochs,
            TestAccuracy = _epochs[^1].TestAccuracy,
            TrainSeconds = _epochs.Sum(e => e.Seconds),
            Parameters = _trainer.Parameters.Sum(p => p.Count),
            Model = path,
            Validation = ValidationReport.Of(Validation),
        };
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
