using System.Diagnostics;
using System.Globalization;
using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Cli;

/// <summary>The random-direction check with many seeds: no right rule may fail, whatever the numbers. The rows of an op take turns, so that in the end all
/// have had theirs.</summary>
static class SeedCampaign
{
    const int RowsOfAnOpAtOnce = 2;

    public static int Run(CheckedOps target, int seeds, Screen screen, CancellationToken interrupt)
    {
        var ops = target.Rows.Where(r => r.DifferentiatedInputs.Any()).GroupBy(r => r.Op.Schema.Title).Select(g => g.ToList()).ToList();
        var (start, checks, wrong) = (Stopwatch.GetTimestamp(), 0L, 0);
        for (int seed = 1; seed <= seeds; seed++)
        {
            var rows = ops.SelectMany(op => Enumerable.Range(0, Math.Min(RowsOfAnOpAtOnce, op.Count)).Select(i => op[(seed * RowsOfAnOpAtOnce + i) % op.Count])).Distinct();
            var report = GradientRun.Over(target.Registry, rows, new(seed) { Aspects = new HashSet<Aspect> { Aspect.Reverse } }, interrupt: interrupt);
            checks += report.Ops.Sum(o => o.Samples.Count);
            foreach (var row in report.Ops.SelectMany(o => o.Samples).Where(s => s.Counts))
            {
                wrong++;
                screen.Line($"seed {seed}, {row}");
            }
        }
        screen.Line(string.Create(CultureInfo.InvariantCulture,
            $"{seeds} seeds, {ops.Count} ops, {checks} checks in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s: {wrong} not passed"));
        return wrong == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
