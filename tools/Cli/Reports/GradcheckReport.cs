using System.Text.Json.Serialization;
using Nabla.Testing;

namespace Nabla.Cli;

/// <summary>What one aspect of a row came to; the mistake is a guess at its kind.</summary>
sealed record FindingReport(string Aspect, string Verdict, string? Message, string? Mistake);

/// <summary>One row of a sample table, or one node of a model.</summary>
sealed record RowReport(string Name, string Verdict, string? Excuse, IReadOnlyList<FindingReport> Findings);

/// <summary>How fast a kernel is on one thread: time an element, bytes a nanosecond, and the part of what a copy of as many bytes reaches.</summary>
sealed record SpeedReport(double NanosecondsPerElement, double GigabytesPerSecond, double OfCopy);

/// <summary>One op; how to see again what is wrong, if anything is.</summary>
sealed record CheckedOpReport(string Name, string? Plugin, string Verdict, bool Differentiable, double Seconds, string? Reproduce, IReadOnlyList<RowReport> Rows)
{
    /// <summary>Of <c>nabla op check</c> alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SpeedReport? Speed { get; init; }
}

/// <summary>What <c>nabla gradcheck --json</c> and <c>nabla op check --json</c> write.</summary>
sealed record GradcheckReport(string Summary, bool Passed, int Seed, IReadOnlyList<CheckedOpReport> Ops)
{
    public static GradcheckReport Of(GradientReport report, Func<OpGradientReport, string> reproduce) => new(report.ToString(), report.Passed, report.Seed,
        [.. report.Ops.Select(o => new CheckedOpReport(o.Name, o.Plugin, Word(o.Verdict), o.IsDifferentiable, o.Seconds, o.Verdict == Testing.Verdict.Pass ? null : reproduce(o), [.. o.Samples.Select(Row)]) { Speed = o.Speed is { } s ? new(s.Nanoseconds, s.Bandwidth, s.OfCopy) : null })]);

    static RowReport Row(SampleReport s) => new(s.Name, Word(s.Verdict), s.Excuse,
        [.. s.Findings.Select(f => new FindingReport(f.Aspect.ToString().ToLowerInvariant(), Word(f.Verdict), f.Message.Length == 0 ? null : f.Message, f.Diagnosis?.Mistake.ToString()))]);

    static string Word(Verdict verdict) => verdict.ToString().ToLowerInvariant();
}
