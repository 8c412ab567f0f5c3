using Nabla.Testing;

namespace Nabla.Cli;

/// <summary>What became of mistakes made on purpose: by kind, then those that were not found or not named.</summary>
static class MutantsView
{
    public static void Show(Screen screen, MutationReport report)
    {
        string[] header = ["mistake", "mutants", "ops", "caught", "named"];
        Columns.Show(screen, header, [.. report.Built.GroupBy(m => m.Mistakes[0]).OrderBy(g => g.Key).Select(g => (string[])
            [g.Key.ToString(), $"{g.Count()}", $"{g.Select(m => m.Op).Distinct().Count()}", $"{g.Count(m => m.Fate == MutantFate.Caught)}", $"{g.Count(m => m.IsDiagnosed)}"])]);
        foreach (var m in report.Built.Where(m => m.Fate == MutantFate.Caught && !m.IsDiagnosed)) screen.Line($"taken for {m.Diagnosis?.Mistake}: {m.Sample}, {m.Description} ({string.Join(", ", m.Mistakes)})");
        foreach (var m in report.Survivors) screen.Line($"survived: {m.Sample}, {m.Description} ({string.Join(", ", m.Mistakes)})");
        screen.Line(report.ToString());
    }
}
