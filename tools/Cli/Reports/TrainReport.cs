using System.Text.Json.Serialization;

namespace Nabla.Cli;

/// <summary>One epoch: the loss and accuracy while learning, the accuracy on the test set afterwards, seconds of learning.</summary>
sealed record EpochReport(int Epoch, double Loss, double TrainAccuracy, double TestAccuracy, double Seconds);

/// <summary>What <c>nabla train --json</c> and <c>nabla finetune --json</c> write.</summary>
sealed record TrainReport
{
    public required string Data { get; init; }

    /// <summary>Sizes of the layers; absent where a model was read from a file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? Layers { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Activation { get; init; }

    public required string Optimizer { get; init; }
    public required double LearningRate { get; init; }
    public required double WeightDecay { get; init; }
    public required int Batch { get; init; }
    public required ulong Seed { get; init; }
    public required int Threads { get; init; }

    /// <summary><c>cpu</c> for Nabla's own kernels, or <c>onnxruntime:cuda</c> and the like.</summary>
    public required string Device { get; init; }
    public required IReadOnlyList<EpochReport> Epochs { get; init; }
    public required double TestAccuracy { get; init; }
    public required double TrainSeconds { get; init; }
    public required long Parameters { get; init; }
    public required string Model { get; init; }
    public required ValidationReport Validation { get; init; }
}
