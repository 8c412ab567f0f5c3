using Nabla.Training;

namespace Nabla.Cli;

/// <summary>What a checkpoint notes of a model that was read from a file: how it is trained on. What was frozen is state in the file, a replaced head is in it.</summary>
/// <param name="Opset">The opset that the model is written in again.</param>
/// <param name="Output">The value that the loss reads; null for the first output, or what goes into its softmax.</param>
/// <param name="Input">The input that takes the samples; null for the only one.</param>
/// <param name="FixedInputs">Inputs that are fed one number.</param>
sealed record CheckpointTuning(int Opset, string? Output, string? Input, IReadOnlyDictionary<string, double> FixedInputs)
{
    public FineTuneOptions ToOptions() => new() { Output = Output, Input = Input, FixedInputs = FixedInputs };
}
