using System.Globalization;
using System.Text.Json;
using Nabla.Onnx;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary>A training that can be gone on with: the model, its training step, all variables, the settings and the position, in one ONNX file.</summary>
/// <param name="Settings">What decides the training; the number of epochs may be raised.</param>
/// <param name="Position">Where it stands.</param>
/// <param name="Samples">How many training samples it has, to tell another data set.</param>
/// <param name="Epochs">What was reported so far.</param>
/// <param name="Tuning">How a model that was read from a file is trained on, and the opset it was of; null for a perceptron of this tool.</param>
sealed record Checkpoint(TrainSettings Settings, TrainingPosition Position, int Samples, IReadOnlyList<EpochReport> Epochs, CheckpointTuning? Tuning)
{
    const string Prefix = "nabla.checkpoint.", Tuned = $"{Prefix}finetune";
    // A step needs ops that models of old opsets did not.
    const int OldestOpset = 17;

    /// <summary>Writes a trainer's present state; what was in the file stays there until all of the new is on the disk.</summary>
    public void Save(string path, Trainer trainer, OnnxExportOptions format)
    {
        var step = trainer.Step;
        var metadata = new Dictionary<string, string>(format.Metadata);
        foreach (var (key, value) in Entries()) metadata[key] = value;
        format = format with { Metadata = metadata, Opset = Math.Max(format.Opset, OldestOpset), ExternalData = null };
        OnnxFile.Save(TrainingExport.Write(step.Program, step.ModelGraph.Outputs, [step.Loss], trainer.State, format), path);
    }

    /// <summary>The entries of a model that was a checkpoint, without what makes it one.</summary>
    public static IReadOnlyDictionary<string, string> Without(IReadOnlyDictionary<string, string> metadata) =>
        metadata.Where(e => !e.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary();

    /// <summary>Reads what a file says; its variables are for <see cref="StoredTraining.Restore"/>.</summary>
    /// <exception cref="NablaException">The file is no checkpoint of this tool.</exception>
    public static (Checkpoint Checkpoint, StoredTraining Training) Load(string path, DataSource source)
    {
        var training = StoredTraining.Read(OnnxFile.Read(path));
        try
        {
            string At(string key) => training.Metadata.TryGetValue(key, out var text) ? text : throw new FormatException($"there is no entry '{key}'");
            T Number<T>(string key) where T : IParsable<T> => T.Parse(At(key), CultureInfo.InvariantCulture);
            if (At("dataset") != source.Name) throw new NablaException($"'{path}' was trained on {At("dataset")}, not on {source.Name}; give the same data with --data.");
            if (ModelMetadata.LabelColumn(training.Metadata) is var label && label != source.Label) throw new NablaException($"'{path}' learns the column '{label}'; give --label {label}.");
            var tuning = training.Metadata.TryGetValue(Tuned, out var text) ? JsonSerializer.Deserialize(text, Json.Default.CheckpointTuning) : null;
            var settings = new TrainSettings(source, tuning is null ? LayerSizes.Parse(At("layers")) : [], tuning is null ? At("activation") : "", At("optimizer"), Number<double>("learning_rate"), Number<double>("weight_decay"),
                Number<int>("batch_size"), Number<int>("epochs"), Number<ulong>("seed"))
            {
                Precision = training.Metadata.GetValueOrDefault("precision", Precisions.Full),
            };
            if (!Optimizers.Names.Contains(settings.Optimizer)) throw new FormatException($"there is no optimizer '{settings.Optimizer}'");
            var position = new TrainingPosition(Number<int>($"{Prefix}epoch"), Number<int>($"{Prefix}batch"), Number<double>($"{Prefix}loss_sum"),
                Number<int>($"{Prefix}right"), Number<int>($"{Prefix}samples_seen"));
            if (position.Epoch < 0 || position.Batch < 0 || settings.Batch < 1) throw new FormatException("its position is negative");
            var epochs = JsonSerializer.Deserialize(At($"{Prefix}history"), Json.Default.IReadOnlyListEpochReport) ?? [];
            return (new(settings, position, Number<int>($"{Prefix}samples"), epochs, tuning), training);
        }
        catch (Exception e) when (e is FormatException or OverflowException or JsonException or UsageException)
        {
            throw new NablaException($"'{path}' holds a training step, but not one that this tool can go on with: {e.Message}. Train it by its own step with nabla finetune --own-step.", e);
        }
    }

    Dictionary<string, string> Entries()
    {
        var entries = ModelMetadata.Of(Settings);
        entries[$"{Prefix}epoch"] = ModelMetadata.Text(Position.Epoch);
        entries[$"{Prefix}batch"] = ModelMetadata.Text(Position.Batch);
        entries[$"{Prefix}loss_sum"] = ModelMetadata.Text(Position.LossSum);
        entries[$"{Prefix}right"] = ModelMetadata.Text(Position.Right);
        entries[$"{Prefix}samples_seen"] = ModelMetadata.Text(Position.Samples);
        entries[$"{Prefix}samples"] = ModelMetadata.Text(Samples);
        entries[$"{Prefix}history"] = JsonSerializer.Serialize(Epochs, Json.Default.IReadOnlyListEpochReport);
        if (Tuning is not null) entries[Tuned] = JsonSerializer.Serialize(Tuning, Json.Default.CheckpointTuning);
        return entries;
    }
}
