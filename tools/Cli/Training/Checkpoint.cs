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
sealed record Checkpoint(TrainSettings Settings, TrainingPosition Position, int Samples, IReadOnlyList<EpochReport> Epochs)
{
    const string Prefix = "nabla.checkpoint.";

    /// <summary>Writes a trainer's present state; what was in the file stays there until all of the new is on the disk.</summary>
    public void Save(string path, Trainer trainer)
    {
        var step = trainer.Step;
        OnnxFile.Save(TrainingExport.Write(step.Program, [step.Logits], [step.Loss], trainer.State, new() { GraphName = "classifier", Metadata = Entries() }), path);
    }

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
            var settings = new TrainSettings(source, LayerSizes.Parse(At("layers")), At("activation"), At("optimizer"), Number<double>("learning_rate"), Number<double>("weight_decay"),
                Number<int>("batch_size"), Number<int>("epochs"), Number<ulong>("seed"))
            {
                Precision = training.Metadata.GetValueOrDefault("precision", Precisions.Full),
            };
            if (!Optimizers.Names.Contains(settings.Optimizer)) throw new FormatException($"there is no optimizer '{settings.Optimizer}'");
            var position = new TrainingPosition(Number<int>($"{Prefix}epoch"), Number<int>($"{Prefix}batch"), Number<double>($"{Prefix}loss_sum"),
                Number<int>($"{Prefix}right"), Number<int>($"{Prefix}samples_seen"));
            if (position.Epoch < 0 || position.Batch < 0 || settings.Batch < 1) throw new FormatException("its position is negative");
            var epochs = JsonSerializer.Deserialize(At($"{Prefix}history"), Json.Default.IReadOnlyListEpochReport) ?? [];
            return (new(settings, position, Number<int>($"{Prefix}samples"), epochs), training);
        }
        catch (Exception e) when (e is FormatException or OverflowException or JsonException or UsageException)
        {
            throw new NablaException($"'{path}' holds a training step, but not one that this tool can go on with: {e.Message}.", e);
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
        return entries;
    }
}
