using Nabla.Onnx;
using Spectre.Console;

namespace Nabla.Cli;

/// <summary>The tests by op, as a table or as columns of plain text; then those that failed, and why; last the count.</summary>
static class ConformanceView
{
    /// <summary>Runs the tests; on a terminal, says how far it is.</summary>
    public static ConformanceReport Watch(Screen screen, Func<Action<ConformanceResult>?, ConformanceReport> run)
    {
        if (!screen.IsLive) return run(null);
        int tests = 0;
        return screen.Console.Status().Start("running …", status => run(t => status.Status(Markup.Escape($"{++tests} run, {t.Name}"))));
    }

    public static void Show(Screen screen, ConformanceReport report)
    {
        bool hasPeer = report.Tests.Any(t => t.Peer is not null);
        string[] header = ["op", "tests", "passed", "failed", "unregistered", .. hasPeer ? ["ONNX Runtime"] : (string[])[]];
        Columns.Show(screen, header, [.. report.Tests.SelectMany(t => t.Ops.Select(op => (Op: op, Test: t))).GroupBy(p => p.Op, p => p.Test)
            .OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Row(g.Key, [.. g], hasPeer))]);
        screen.Line("a test counts for every op of its model");
        foreach (var test in report.Tests.Where(t => t.Verdict == ConformanceVerdict.Failed)) screen.Line($"FAIL {test.Name}: {test.Own.Reason}");
        if (hasPeer) screen.Line($"ONNX Runtime: {report.Tests.Count(t => t.Peer?.Verdict == ConformanceVerdict.Passed)} of {report.Tests.Count} passed");
        screen.Line(report.ToString());
    }

    static string[] Row(string op, IReadOnlyList<ConformanceResult> tests, bool hasPeer) =>
    [
        op, $"{tests.Count}", Count(tests, ConformanceVerdict.Passed), Count(tests, ConformanceVerdict.Failed), Count(tests, ConformanceVerdict.Unregistered),
        .. hasPeer ? [$"{tests.Count(t => t.Peer?.Verdict == ConformanceVerdict.Passed)}"] : (string[])[],
    ];

    static string Count(IReadOnlyList<ConformanceResult> tests, ConformanceVerdict verdict) => tests.Count(t => t.Verdict == verdict) is var n and > 0 ? $"{n}" : "–";
}
