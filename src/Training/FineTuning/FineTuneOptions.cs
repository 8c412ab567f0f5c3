namespace Nabla.Training;

/// <summary>What of a model that was trained elsewhere goes on learning.</summary>
public sealed record FineTuneOptions
{
    /// <summary>The value that the loss is attached to, by name; by default the model's first output, or what goes into it where that is a softmax.</summary>
    public string? Output { get; init; }

    /// <summary>Parameters that keep their values, by name; <c>*</c> stands for any characters, <c>?</c> for one: <c>encoder.*</c>.</summary>
    public IReadOnlyList<string> Freeze { get; init; } = [];

    /// <summary>The input that takes the samples, by name; by default the only one that is not fixed.</summary>
    public string? Input { get; init; }

    /// <summary>Inputs that are fed one number throughout training, by name: 0 in <c>training_mode</c>, 1 in all of a mask. They stay inputs of the model.</summary>
    public IReadOnlyDictionary<string, double> FixedInputs { get; init; } = new Dictionary<string, double>();

    /// <summary>Gives the last linear layer this many outputs, its weights and bias first values of their own; null to keep it.</summary>
    public int? ReplaceHead { get; init; }

    /// <summary>Decides the first values of a replaced head.</summary>
    public ulong Seed { get; init; }
}
