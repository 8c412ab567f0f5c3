using System.Globalization;
using Nabla.Symbolic;

namespace Nabla.Cli;

/// <summary>The value and the derivatives by every method side by side, then formulas, operation counts and traces.</summary>
static class GradView
{
    public static void Show(Screen screen, GradReport report, bool latex)
    {
        var names = string.Join(", ", report.Variables.Select(v => v.Name));
        var at = string.Join(", ", report.Variables.Select(v => $"{v.Name} = {Full(v.Value)}"));
        screen.Line(names.Length == 0 ? $"f = {report.Expression}" : $"f({names}) = {report.Expression} at {at}");
        screen.Line();
        Columns.Show(screen, ["", .. report.Methods.SelectMany(m => m.GradientErrors is null ? [m.Method] : (string[])[m.Method, "± error"])], Rows(report));
        foreach (var method in report.Methods.Where(m => m.Note is not null)) screen.Line($"{method.Method}: {method.Note}");
        if (Disagreement(report) is { } note) screen.Line(note);
        ShowFormulas(screen, report, latex);
        ShowOperations(screen, report);
        if (report.Trace is { } trace) ShowTrace(screen, trace);
    }

    static List<string[]> Rows(GradReport report)
    {
        string[] Row(string label, Func<MethodReport, double?> value, Func<MethodReport, double?> error) =>
            [label, .. report.Methods.SelectMany(m => m.GradientErrors is null ? [Short(value(m))] : (string[])[Short(value(m)), error(m) is { } e ? e.ToString("0e+0", CultureInfo.InvariantCulture) : ""])];
        var rows = new List<string[]> { Row("f", m => m.Value, _ => null) };
        int n = report.Variables.Count;
        for (int i = 0; i < n; i++)
        {
            int row = i;
            rows.Add(Row(Label(report.Variables[i].Name), m => m.Gradient[row], m => m.GradientErrors?[row]));
        }
        if (report.Methods.Any(m => m.Hessian is not null))
        {
            for (int i = 0; i < n; i++)
            {
                for (int j = i; j < n; j++)
                {
                    var (row, column) = (i, j);
                    rows.Add(Row(Label(report.Variables[i].Name, report.Variables[j].Name), m => m.Hessian?[row][column], m => m.HessianErrors?[row][column]));
                }
            }
        }
        return rows;
    }

    public static string Label(params IReadOnlyList<string> by) => by.Count == 1 ? $"∂f/∂{by[0]}" : by[0] == by[1] ? $"∂²f/∂{by[0]}²" : $"∂²f/∂{by[0]}∂{by[1]}";

    // An exact derivative that differences do not see: one side of a kink.
    static string? Disagreement(GradReport report)
    {
        if (report.Methods.FirstOrDefault(m => m.GradientErrors is not null) is not { } numeric || report.Methods.FirstOrDefault(m => m.GradientErrors is null) is not { } exact) return null;
        for (int i = 0; i < report.Variables.Count; i++)
            if (exact.Gradient[i] is { } e && numeric.Gradient[i] is { } d && Math.Abs(e - d) > 10 * numeric.GradientErrors![i] + 1e-6 * Math.Max(1, Math.Abs(e)))
                return $"{numeric.Method} and {exact.Method} differ in {Label(report.Variables[i].Name)}: f has a kink or a jump here, or changes within the steps of the differences.";
        return null;
    }

    static void ShowFormulas(Screen screen, GradReport report, bool latex)
    {
        if (report.Derivatives is not { Count: > 0 } derivatives) return;
        screen.Line();
        if (latex) screen.Line($"f = {report.Latex}");
        foreach (var d in derivatives) screen.Line(latex ? $"{LatexLabel(d.By)} = {d.Latex}" : $"{Label(d.By)} = {d.Formula}");
    }

    static string LatexLabel(IReadOnlyList<string> by)
    {
        string[] x = [.. by.Select(name => new Symbol(name).ToLatex())];
        return x.Length == 1 ? $@"\frac{{\partial f}}{{\partial {x[0]}}}" : x[0] == x[1] ? $@"\frac{{\partial^2 f}}{{\partial {x[0]}^2}}" : $@"\frac{{\partial^2 f}}{{\partial {x[0]} \partial {x[1]}}}";
    }

    static void ShowOperations(Screen screen, GradReport report)
    {
        if (report.Operations is not { } operations) return;
        screen.Line();
        Columns.Show(screen, ["operations", "+ −", "·", "/", "^", "functions", "total"], [.. operations.Select(o => (string[])
            [o.Of, .. new[] { o.Additions, o.Multiplications, o.Divisions, o.Powers, o.Functions, o.Total }.Select(n => n.ToString(CultureInfo.InvariantCulture))])]);
    }

    static void ShowTrace(Screen screen, TraceReport trace)
    {
        Show("evaluation trace", trace.Evaluation);
        foreach (var tangent in trace.Tangents) Show($"tangent trace, forward in the direction of {tangent.Variable}", tangent.Steps);
        Show("adjoint trace, backward", trace.Adjoint);

        void Show(string title, IReadOnlyList<TraceStepReport> steps)
        {
            screen.Line();
            screen.Line(title);
            var lines = steps.Select(s => $"{s.Name} = {s.Formula}").ToList();
            int widest = lines.Select(Width).DefaultIfEmpty().Max();
            for (int i = 0; i < lines.Count; i++) screen.Line($"  {lines[i]}{new string(' ', widest - Width(lines[i]))}  {Short(steps[i].Value)}");
        }
    }

    // A dot or bar above a letter takes no place of its own.
    static int Width(string text) => text.Count(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark);

    // Six digits are for the eye; --json has all.
    static string Short(double? value) => value is { } v ? Lower(v.ToString("G6", CultureInfo.InvariantCulture)) : "–";

    static string Full(double value) => Lower(value.ToString("R", CultureInfo.InvariantCulture));

    static string Lower(string number) => number.Replace('E', 'e');
}
