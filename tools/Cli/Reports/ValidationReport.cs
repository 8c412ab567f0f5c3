using Nabla.OnnxRuntime;

namespace Nabla.Cli;

/// <summary>How closely ONNX Runtime and Nabla agree; a number that JSON cannot hold (an infinite difference) is null.</summary>
sealed record ValidationReport(double? MaxAbsDiff, double MaxAbs, double ClassAgreement, bool Passed, long Rows, IReadOnlyList<string> Findings, string Peer, IReadOnlyList<string> Strays)
{
    public static ValidationReport Of(ValidationResult result) => new(
        double.IsFinite(result.MaxAbsDifference) ? result.MaxAbsDifference : null, result.MaxAbs,
        result.Predictions == 0 ? 1 : (double)result.EqualPredictions / result.Predictions,
        result.Passed, result.Rows, [.. result.Findings.Select(f => f.ToString())], result.Peer, [.. result.Strays.Select(s => s.ToString())]);
}
