using System.Globalization;
using Nabla.Onnx;

namespace Nabla.OnnxRuntime;

/// <summary>How closely two runtimes agree on a model.</summary>
public sealed record ValidationResult
{
    /// <summary>Differences up to this, times the largest output where that is above 1, are rounding.</summary>
    public const double Tolerance = 5e-6;

    /// <summary>What the checker found; a model with errors is not run.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Rows of the inputs that were run.</summary>
    public long Rows { get; init; }

    /// <summary>The largest difference of two outputs; infinite where one is not a number and the other is.</summary>
    public double MaxAbsDifference { get; init; }

    /// <summary>The largest absolute output value.</summary>
    public double MaxAbs { get; init; }

    /// <summary>Outputs that are infinite or no number in either runtime: a model that gives such is broken, however well the two agree.</summary>
    public long NonFinite { get; init; }

    /// <summary>Predictions that were compared: the largest entry along the last axis of the first output.</summary>
    public long Predictions { get; init; }

    /// <summary>Predictions that are the same.</summary>
    public long EqualPredictions { get; init; }

    /// <summary>True if the checker found no error, all outputs are finite, all differences are rounding and all predictions are equal.</summary>
    public bool Passed => Findings.All(f => f.Severity != Severity.Error) && Rows > 0
        && NonFinite == 0 && MaxAbsDifference <= Tolerance * Math.Max(1, MaxAbs) && EqualPredictions == Predictions;

    /// <summary>One line for a person.</summary>
    public override string ToString() => Findings.Count(f => f.Severity == Severity.Error) is var errors and > 0
        ? $"not run: the checker found {errors} error{(errors == 1 ? "" : "s")}"
        : string.Create(CultureInfo.InvariantCulture,
        $"{Verdict}: {Rows} rows, largest difference {MaxAbsDifference:0.0e+0} at outputs up to {MaxAbs:0.###}, {EqualPredictions} of {Predictions} predictions equal{(NonFinite == 0 ? "" : $", {NonFinite} outputs are infinite or no number")}");

    string Verdict => Passed ? "passed" : "failed";
}
