using Nabla.Onnx;

namespace Nabla.Cli;

/// <summary>What another runtime made of a test.</summary>
sealed record PeerOutcome(string Verdict, string? Reason);

/// <summary>One test: the ops of its model, and what it came to.</summary>
sealed record ConformanceEntry(string Name, string Verdict, string? Reason, IReadOnlyList<string> Ops, PeerOutcome? OnnxRuntime);

/// <summary>What <c>nabla conformance --json</c> writes.</summary>
sealed record ConformanceSummary(int Passed, int Failed, int Unregistered, IReadOnlyList<ConformanceEntry> Tests)
{
    public static ConformanceSummary Of(ConformanceReport report) => new(
        report.Count(ConformanceVerdict.Passed), report.Count(ConformanceVerdict.Failed), report.Count(ConformanceVerdict.Unregistered),
        [.. report.Tests.Select(t => new ConformanceEntry(t.Name, Word(t.Own), t.Own.Reason, t.Ops, t.Peer is { } peer ? new(Word(peer), peer.Reason) : null))]);

    static string Word(ConformanceOutcome outcome) => outcome.Verdict.ToString().ToLowerInvariant();
}
