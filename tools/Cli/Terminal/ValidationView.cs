using Nabla.OnnxRuntime;

namespace Nabla.Cli;

/// <summary>Says how closely ONNX Runtime and Nabla agree.</summary>
static class ValidationView
{
    const int MostFindings = 20;

    public static void Show(Screen screen, ValidationResult result)
    {
        foreach (var finding in result.Findings.Take(MostFindings)) screen.Line(finding.ToString());
        if (result.Findings.Count > MostFindings) screen.Line($"… and {result.Findings.Count - MostFindings} further findings");
        screen.Line($"validation against {result.Peer} {result}");
    }
}
