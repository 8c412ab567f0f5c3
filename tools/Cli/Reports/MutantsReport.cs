using Nabla.Testing;

namespace Nabla.Cli;

/// <summary>One mistake made on purpose, and what it was taken for.</summary>
sealed record MutantEntry(string Op, string Row, IReadOnlyList<string> Mistakes, string Description, string Fate, string? TakenFor);

/// <summary>What <c>nabla gradcheck --mutants --json</c> writes.</summary>
sealed record MutantsReport(string Summary, double CaughtShare, double DiagnosedShare, IReadOnlyList<MutantEntry> Mutants)
{
    public static MutantsReport Of(MutationReport report) => new(report.ToString(), report.CaughtShare, report.DiagnosedShare,
        [.. report.Mutants.Select(m => new MutantEntry(m.Op, m.Sample, [.. m.Mistakes.Select(k => k.ToString())], m.Description, m.Fate.ToString().ToLowerInvariant(), m.Diagnosis?.Mistake.ToString()))]);
}
