using System.Globalization;

namespace Nabla.Cli;

/// <summary>All that decides which model comes out; threads do not. No layers: the model was read from a file.</summary>
sealed record TrainSettings(
    DataSource Data, int[] Layers, string Activation, string Optimizer, double LearningRate, double WeightDecay, int Batch, int Epochs, ulong Seed)
{
    /// <summary>What products are computed in while it learns.</summary>
    public string Precision { get; init; } = Precisions.Full;

    /// <summary>Hidden layers, batch and epochs that do well on data of a kind within seconds.</summary>
    public static (int[] Hidden, int Batch, int Epochs) DefaultsFor(DataKind kind) => kind switch
    {
        DataKind.Digits => ([128], 16, 40),
        DataKind.Images => ([256, 128], 128, 10),
        _ => ([64], 32, 50),
    };

    /// <summary>One line for a person.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Model}{Optimizer} at {LearningRate}{Decay}{(Precision == Precisions.Full ? "" : $", {Precision}")}, "
        + $"batches of {Batch}, {Epochs} {(Epochs == 1 ? "epoch" : "epochs")}, seed {Seed}");

    string Model => Layers.Length > 0 ? $"layers {LayerSizes.Text(Layers)}, {Activation}, " : "";

    string Decay => WeightDecay > 0 ? string.Create(CultureInfo.InvariantCulture, $", weight decay {WeightDecay}") : "";
}
