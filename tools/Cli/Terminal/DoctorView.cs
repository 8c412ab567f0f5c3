namespace Nabla.Cli;

/// <summary>One line each, the way out behind an arrow.</summary>
static class DoctorView
{
    public static void Show(Screen screen, DoctorReport report)
    {
        int width = report.Findings.Max(f => f.Subject.Length);
        foreach (var f in report.Findings) screen.Line($"{f.Subject.PadRight(width)}  {f.Found}{(f.WayOut is null ? "" : $"  → {f.WayOut}")}");
    }
}
