namespace Nabla.Cli;

/// <summary>One epoch: the loss and accuracy while learning, the accuracy on the test set afterwards, seconds of learning.</summary>
sealed record EpochReport(int Epoch, double Loss, double TrainAccuracy, double TestAccuracy, double Seconds);

/// <summary>What <c>nabla train --json</c> writes.</summary>
sealed record TrainReport
{
    public required string Data { get; init; }
    public required int[] Layers { get; init; }
    public required string Activation { get; init; }
    public required string Optimizer { get; init; }
    public required double LearningRate { get; init; }
    public required double WeightDecay { get; init; }
    public required int Batch { get; init; }
    public required ulong Seed { get; init; }
    public required int Threads { get; init; }
    public required IReadOnlyList<EpochReport> Epochs { get; init; }
    public required double TestAccuracy { get; init; }
    public required double TrainSeconds { get; init; }
    public required long Parameters { get; init; }
    public required string Model { get; init; }
    public required ValidationReport Validation { get; init; }
}
