namespace Nabla.Training;

/// <summary>How a <see cref="Trainer"/> works through data.</summary>
public sealed record TrainerOptions
{
    /// <summary>Samples a training step, at least 1.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Samples at a time where nothing is learnt; changes speed and memory, not results.</summary>
    public int EvaluationBatchSize { get; init; } = 256;

    /// <summary>Decides first values and the order of samples: same seed, same bits.</summary>
    public ulong Seed { get; init; }

    /// <summary>False to take samples in the order of the data set.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Training steps that the backend does in one run, at least 1; more than 1 only with an <see cref="IMultistepBackend"/>. What is left of an epoch is done one by one.</summary>
    public int StepsPerRun { get; init; } = 1;

    /// <summary>False to leave out the accuracy on what is being learnt, which takes all outputs of each batch: only the loss then comes back from a device. Evaluations measure it all the same.</summary>
    public bool TracksAccuracy { get; init; } = true;

    /// <summary>Features of a sample; needed only where no layer of the model says so.</summary>
    public int? InputFeatures { get; init; }
}
