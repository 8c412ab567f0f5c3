using System.Globalization;
using Nabla.Testing;
using Spectre.Console;

namespace Nabla.Cli;

/// <summary>The verdicts as a table, or as columns of plain text; then what is wrong and how to see it again; last the count.</summary>
static class GradcheckView
{
    const int MostMessages = 5;

    /// <summary>Runs the check; on a terminal, says how far it is.</summary>
    public static GradientReport Watch(Screen screen, Func<Action<OpGradientReport>?, GradientReport> check)
    {
        if (!screen.IsLive) return check(null);
        int ops = 0;
        return screen.Console.Status().Start("checking …", status => check(op => status.Status(Markup.Escape($"{++ops} checked, {op.Name}"))));
    }

    public static void Show(Screen screen, GradientReport report, Func<OpGradientReport, string> reproduce) => Show(screen, report, reproduce, GradientCheck.Aspects, ["seconds"], o => [Seconds(o)]);

    /// <summary>As <c>nabla op check</c> shows it: every aspect, and the speed.</summary>
    public static void ShowAll(Screen screen, GradientReport report, Func<OpGradientReport, string> reproduce) =>
        Show(screen, report, reproduce, Enum.GetValues<Aspect>(), ["ns/element", "GB/s", "of copy", "seconds"], o => [
            Number(o.Speed?.Nanoseconds, "F2"), Number(o.Speed?.Bandwidth, "F1"), o.Speed is { } s ? (100 * s.OfCopy).ToString("F0", CultureInfo.InvariantCulture) + " %" : "–", Seconds(o)]);

    static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";

    static string Seconds(OpGradientReport op) => Number(op.Seconds, "F2");

    static void Show(Screen screen, GradientReport report, Func<OpGradientReport, string> reproduce, IReadOnlyList<Aspect> aspects, string[] figures, Func<OpGradientReport, string[]> figuresOf)
    {
        string[] header = ["op", "rows", .. aspects.Select(a => a.ToString().ToLowerInvariant()), .. figures];
        var rows = report.Ops.Select(o => (string[])[o.Name, $"{o.Samples.Count}", .. aspects.Select(a => Mark(o, a)), .. figuresOf(o)]).ToList();
        Columns.Show(screen, header, rows);
        foreach (var op in report.Ops)
        {
            foreach (var kink in op.Samples.SelectMany(s => s.Findings.Where(f => f.Verdict == Verdict.Pass && f.Message.Length > 0).Select(f => $"{s.Name}: {f.Message}"))) screen.Line(kink);
            foreach (var excused in op.Excused) screen.Line($"{excused.Name}: {excused.Worst?.Message} (excused: {excused.Excuse})");
        }
        foreach (var op in report.Ops.Where(o => o.Verdict != Verdict.Pass))
        {
            screen.Line();
            screen.Line($"{op.Verdict.ToString().ToUpperInvariant()} {op.Name}{(op.Plugin is null ? "" : $" of plugin '{op.Plugin}'")}");
            var wrong = op.Samples.Where(s => s.Counts).SelectMany(s => s.Findings.Where(f => f.Verdict != Verdict.Pass).Select(f => (Sample: s, Finding: f))).ToList();
            foreach (var (sample, finding) in wrong.Take(MostMessages)) screen.Line($"  {sample.Name}, {finding.Aspect.ToString().ToLowerInvariant()}: {finding.Message}");
            if (wrong.Count > MostMessages) screen.Line($"  … and {wrong.Count - MostMessages} more");
            screen.Line($"  again: {reproduce(op)}");
        }
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"{report.Ops.Count(o => o.IsDifferentiable)} of them with an input to differentiate by, {report.Ops.Sum(o => o.Samples.Count)} rows, seed {report.Seed}"));
        screen.Line(report.ToString());
    }

    static string Mark(OpGradientReport op, Aspect aspect)
    {
        var findings = op.Samples.Where(s => s.Excuse is null || s.Verdict == Verdict.Pass).SelectMany(s => s.Findings).Where(f => f.Aspect == aspect).ToList();
        return findings.Count == 0 ? "–" : findings.Max(f => f.Verdict) switch { Verdict.Pass => "ok", Verdict.Fail => "FAIL", _ => "?" };
    }
}
