using Nabla.Onnx;
using Nabla.OnnxRuntime;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary>One training from first values to a validated file.</summary>
sealed class TrainingRun
{
    readonly Registry _registry;
    readonly TrainSettings _settings;
    readonly DataSplit _data;
    readonly CpuBackend _backend;
    readonly Trainer _trainer;
    readonly Graph _exported;
    readonly List<EpochReport> _epochs = [];

    public TrainingRun(Registry registry, TrainSettings settings, DataSplit data, CpuBackend backend, bool probabilities)
    {
        (_registry, _settings, _data, _backend) = (registry, settings, data, backend);
        var options = new TrainerOptions { BatchSize = settings.Batch, Seed = settings.Seed };
        _trainer = new(registry, Model(), new SoftmaxCrossEntropy(), Optimizers.Make(settings), backend, options);
        _exported = probabilities ? WithSoftmax() : _trainer.ModelGraph;
        // An op that no file can hold is found now, not after an hour.
        OnnxExport.Write(_exported);
    }

    public int Threads => _backend.Pool.Threads;

    /// <summary>How the exported model is called: <c>x: f32[N,64] → logits: f32[N,10]</c>.</summary>
    public string Interface => $"{_trainer.Step.Input} → {_exported.Outputs[0]}";

    /// <summary>ONNX Runtime's second opinion, after <see cref="Finish"/>.</summary>
    public ValidationResult? Validation { get; private set; }

    /// <summary>All epochs.</summary>
    /// <exception cref="NablaException">The loss is no longer a number.</exception>
    public void Train(TrainingView view, CancellationToken interrupt)
    {
        for (int i = 0; i < _settings.Epochs; i++)
        {
            var epoch = _trainer.TrainEpoch(_data.Train, progress =>
            {
                interrupt.ThrowIfCancellationRequested();
                view.Batch(progress);
            });
            if (!double.IsFinite(epoch.Loss))
                throw new NablaException($"The loss is no longer a number in epoch {epoch.Epoch}: training diverged. "
                    + $"Take a learning rate below --lr {_settings.LearningRate}, or another activation than {_settings.Activation}. No model was written.");
            var report = new EpochReport(epoch.Epoch, epoch.Loss, epoch.Accuracy!.Value, _trainer.Evaluate(_data.Test).Accuracy!.Value, epoch.Seconds);
            _epochs.Add(report);
            view.Epoch(report);
        }
        // The last step may have been one too many: its result was not yet measured on training data.
        if (!double.IsFinite(_trainer.Evaluate(_data.Test).Loss) || _trainer.Parameters.Any(p => p.Span<float>().ContainsAnyExceptInRange(float.MinValue, float.MaxValue)))
            throw new NablaException($"The model no longer gives numbers after the last epoch: training diverged. "
                + $"Take a learning rate below --lr {_settings.LearningRate}, or another activation than {_settings.Activation}. No model was written.");
    }

    /// <summary>Writes the model and validates the file on the test set.</summary>
    public TrainReport Finish(string path)
    {
        OnnxFile.Save(_exported, path, new() { GraphName = "classifier", Metadata = ModelMetadata.Of(_settings, _data.Train, _epochs[^1]) });
        Validation = ModelValidation.Run(path, _registry, _backend, TestInputs.Of(_trainer.ModelGraph, _data.Test));
        return new()
        {
            Data = _settings.Data.Name,
            Layers = _settings.Layers,
            Activation = _settings.Activation,
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
    Sequential Model()
    {
        var perceptron = Sequential.Mlp(_settings.Layers, _settings.Activation);
        return _settings.Data.Kind == DataKind.Table ? new([new StandardizeLayer(Standardization.Fit(_data.Train)), .. perceptron.Layers]) : perceptron;
    }

    Graph WithSoftmax()
    {
        var graph = _trainer.Step.Program.AddGraph("inference");
        graph.Output(graph.Add("Softmax", graph.Capture(_trainer.Step.Logits)), "probabilities");
        return graph;
    }
}
