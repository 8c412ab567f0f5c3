using System.Globalization;

namespace Nabla.Training;

/// <summary>One training step is done.</summary>
/// <param name="Epoch">The present epoch, from 1.</param>
/// <param name="Batch">Steps done in this epoch.</param>
/// <param name="BatchCount">Steps of this epoch.</param>
/// <param name="Loss">The loss of this batch.</param>
/// <param name="MeanLoss">The mean over the samples of this epoch so far.</param>
/// <param name="LearningRate">The rate of this step.</param>
public readonly record struct BatchProgress(int Epoch, int Batch, int BatchCount, double Loss, double MeanLoss, double LearningRate);

/// <summary>One pass over the training data.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">The mean over all samples, each measured before the step that learnt from it.</param>
/// <param name="Accuracy">The share of samples that were classified rightly, measured likewise; null for regression, and without <see cref="TrainerOptions.TracksAccuracy"/>.</param>
/// <param name="Samples">Samples that were learnt from.</param>
/// <param name="Seconds">Wall time.</param>
public sealed record EpochResult(int Epoch, double Loss, double? Accuracy, int Samples, double Seconds)
{
    /// <summary><c>epoch 3: loss 0.0812, accuracy 97.55 %, 0.42 s</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"epoch {Epoch}: loss {Loss:G4}{Percent.Of(", accuracy", Accuracy)}, {Seconds:F2} s");
}

/// <summary>How a model does on data that it does not learn from.</summary>
/// <param name="Loss">The mean over all samples.</param>
/// <param name="Accuracy">The share of samples that are classified rightly; null for regression.</param>
/// <param name="Samples">Samples that were looked at.</param>
public sealed record EvaluationResult(double Loss, double? Accuracy, int Samples)
{
    /// <summary>The classification error, 1 − accuracy; null for regression.</summary>
    public double? Error => 1 - Accuracy;

    /// <summary><c>loss 0.1034, accuracy 97.22 %, error 2.78 %, 360 samples</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"loss {Loss:G4}{Percent.Of(", accuracy", Accuracy)}{Percent.Of(", error", Error)}, {Samples} samples");
}

static class Percent
{
    public static string Of(string what, double? share) => share is { } s ? string.Create(CultureInfo.InvariantCulture, $"{what} {100 * s:F2} %") : "";
}
