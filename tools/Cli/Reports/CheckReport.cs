using Nabla.Onnx;

namespace Nabla.Cli;

/// <summary>One finding; the node is null if it is about something else.</summary>
sealed record CheckFinding(string Severity, string? Node, string Message);

/// <summary>What <c>nabla check --json</c> writes.</summary>
sealed record CheckReport(string Model, bool Passed, int Errors, int Warnings, IReadOnlyList<CheckFinding> Findings)
{
    public static CheckReport Of(string model, IReadOnlyList<Finding> findings)
    {
        int errors = findings.Count(f => f.Severity == Severity.Error);
        return new(model, errors == 0, errors, findings.Count - errors, [.. findings.Select(f => new CheckFinding(f.Severity.ToString().ToLowerInvariant(), f.Node, f.Message))]);
    }
}
