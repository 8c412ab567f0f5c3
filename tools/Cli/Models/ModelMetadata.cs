using System.Globalization;
using System.Text.Json;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary>What a model file says about its training. Nothing that differs between two runs with the same seed: no threads, times, dates.</summary>
static class ModelMetadata
{
    const string Classes = "classes", Features = "features", Label = "label";

    public static Dictionary<string, string> Of(TrainSettings settings, Dataset train, EpochReport last)
    {
        var entries = Of(settings);
        entries["train_loss"] = Text(last.Loss);
        entries["train_accuracy"] = Text(last.TrainAccuracy);
        entries["test_accuracy"] = Text(last.TestAccuracy);
        entries[Classes] = JsonSerializer.Serialize(train.ClassNames, Json.Default.IReadOnlyListString);
        if (train.FeatureNames.Count > 0) entries[Features] = JsonSerializer.Serialize(train.FeatureNames, Json.Default.IReadOnlyListString);
        return entries;
    }

    /// <summary>The settings alone.</summary>
    public static Dictionary<string, string> Of(TrainSettings settings)
    {
        var entries = new Dictionary<string, string>
        {
            ["dataset"] = settings.Data.Name,
            ["optimizer"] = settings.Optimizer,
            ["learning_rate"] = Text(settings.LearningRate),
            ["weight_decay"] = Text(settings.WeightDecay),
            ["batch_size"] = Text(settings.Batch),
            ["epochs"] = Text(settings.Epochs),
            ["seed"] = Text(settings.Seed),
        };
        if (settings.Layers.Length > 0) (entries["layers"], entries["activation"]) = (LayerSizes.Text(settings.Layers), settings.Activation);
        if (settings.Precision != Precisions.Full) entries["precision"] = settings.Precision;
        if (settings.Data.Label is { } label) entries[Label] = label;
        return entries;
    }

    /// <summary>The names of the classes, in the order of the outputs; null if the file does not tell.</summary>
    public static IReadOnlyList<string>? ClassNames(IReadOnlyDictionary<string, string> metadata, int count) => Names(metadata, Classes, count);

    /// <summary>The columns that the model was trained on, in the order of its inputs; null if they had no names, or the file does not tell.</summary>
    public static IReadOnlyList<string>? FeatureNames(IReadOnlyDictionary<string, string> metadata, int count) => Names(metadata, Features, count);

    /// <summary>The column of the class, if the model was trained on a table.</summary>
    public static string? LabelColumn(IReadOnlyDictionary<string, string> metadata) => metadata.GetValueOrDefault(Label);

    // Another tool's entry of the same name, or one that does not fit the model, says nothing.
    static IReadOnlyList<string>? Names(IReadOnlyDictionary<string, string> metadata, string key, int count)
    {
        if (!metadata.TryGetValue(key, out var text)) return null;
        try
        {
            return JsonSerializer.Deserialize(text, Json.Default.IReadOnlyListString) is { } names && names.Count == count && !names.Contains(null!) ? names : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A number as every reader understands it.</summary>
    public static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
