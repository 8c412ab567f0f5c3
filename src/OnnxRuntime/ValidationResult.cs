using System.Globalization;
using Nabla.Onnx;

namespace Nabla.OnnxRuntime;

/// <summary>How closely two runtimes agree on a model.</summary>
public sealed record ValidationResult
{
    /// <summary>Differences up to this, times the largest output where that is above 1, are rounding.</summary>
    public const double Tolerance = 5e-6;

    /// <summary>What is rounding for numbers of a type, relative to the largest output: float32 and float64 <see cref="Tolerance"/>, float16 0.002 (4 units of its last place),
    /// bfloat16 0.016 (likewise), and where float32 is multiplied as TF32, which keeps 10 bits as float16 does, 0.002 too.</summary>
    /// <param name="element">The type of the outputs.</param>
    /// <param name="tf32">True if products of float32 may be rounded.</param>
    public static double ToleranceOf(ElementType element, bool tf32 = false) => element switch
    {
        ElementType.BFloat16 => 0.016,
        ElementType.Float16 => 0.002,
        ElementType.Float32 when tf32 => 0.002,
        _ => Tolerance,
    };

    /// <summary>Differences up to this, times the largest output where that is above 1, are taken for rounding.</summary>
    public double Allowed { get; init; } = Tolerance;

    /// <summary>How far the two outputs that predictions differ in are apart at most: a tie where it is within <see cref="Allowed"/>, which then decides for neither.</summary>
    public double LargestMargin { get; init; }

    /// <summary>What ran beside Nabla: <c>ONNX Runtime</c>, or that on a device, <c>ONNX Runtime on cuda (TF32 off)</c>.</summary>
    public string Peer { get; init; } = "ONNX Runtime";

    /// <summary>Nodes that another provider ran than the device's; empty unless <see cref="OrtOptions.AllowFallback"/>.</summary>
    public IReadOnlyList<Placement> Strays { get; init; } = [];

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

    /// <summary>True if the checker found no error, all outputs are finite, all differences are rounding and all predictions are equal, ties at a low precision apart.</summary>
    public bool Passed => Findings.All(f => f.Severity != Severity.Error) && Rows > 0
        && NonFinite == 0 && MaxAbsDifference <= Allowed * Math.Max(1, MaxAbs) && (EqualPredictions == Predictions || Allowed > Tolerance && LargestMargin <= Allowed * Math.Max(1, MaxAbs));

    /// <summary>One line for a person.</summary>
    public override string ToString() => Findings.Count(f => f.Severity == Severity.Error) is var errors and > 0
        ? $"not run: the checker found {errors} error{(errors == 1 ? "" : "s")}"
        : string.Create(CultureInfo.InvariantCulture,
        $"{Verdict}: {Rows} rows, largest difference {MaxAbsDifference:0.0e+0} at outputs up to {MaxAbs:0.###}, {EqualPredictions} of {Predictions} predictions equal{(Allowed == Tolerance ? "" : $", up to {Allowed:0.0e+0} of that is rounding")}{(NonFinite == 0 ? "" : $", {NonFinite} outputs are infinite or no number")}");

    string Verdict => Passed ? "passed" : "failed";
}
