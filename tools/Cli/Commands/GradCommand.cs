using System.CommandLine;
using Nabla.Symbolic;

namespace Nabla.Cli;

/// <summary><c>nabla grad</c>: the value and the derivatives of a formula, by every method.</summary>
sealed class GradCommand : ToolCommand
{
    readonly Argument<string> _expression;
    readonly Option<string[]> _at;
    readonly Option<string> _method;
    readonly Option<int> _order;
    readonly Option<bool> _trace, _latex;
    readonly Option<string?> _json;

    public GradCommand() : base("grad", "Differentiate a formula at a point: by reverse mode, forward mode, finite differences and the rules of calculus, side by side.",
        "nabla grad \"ln(x1) + x1*x2 - sin(x2)\" --at x1=2,x2=5",
        "nabla grad \"x^3\" --at x=2 --order 2                       second derivatives too",
        "nabla grad \"sin(x)*exp(-y/2)\" --at x=pi/4,y=1 --trace     every step, forward and backward",
        "nabla grad \"sigmoid(w*x + b)\" --at w=1,x=2,b=0 --method symbolic --latex")
    {
        _expression = new Argument<string>("EXPR") { Description = $"The formula: numbers, variables, + - * / ^, pi, e, and {string.Join(", ", Function.All.Select(f => f.Name))}. Write -- before one that starts with -- or -h." };
        // The parser would take a misspelt option for the formula.
        _expression.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: ['-', '-', _, ..] word }] && Suggestion.For(word, Options.Select(o => o.Name)) is not null) result.AddError(Usage.Unknown(word, this));
        });
        Arguments.Add(_expression);
        _at = Add(new Option<string[]>("--at") { Description = "A value for each variable; numbers, pi and e may be computed with.", HelpName = "x=2,y=pi/4" });
        _method = Add(Method());
        _order = Add(Order());
        _trace = Add(new Option<bool>("--trace") { Description = "The evaluation, tangent and adjoint traces: every step with its formula and value." });
        _latex = Add(new Option<bool>("--latex") { Description = "The formulas of the derivatives in LaTeX." });
        _json = Add(CommonOptions.Json());
    }

    static Option<string> Method()
    {
        string[] names = [.. DerivativeMethods.Known.Select(m => m.Name), DerivativeMethods.All];
        var method = new Option<string>("--method") { Description = "How to differentiate.", HelpName = string.Join('|', names), DefaultValueFactory = _ => DerivativeMethods.All };
        method.CompletionSources.Add(names);
        method.Validators.Add(result =>
        {
            if (result.Tokens is not [var token] || names.Contains(token.Value)) return;
            result.AddError($"--method {token.Value}: there is no such method; {(Suggestion.For(token.Value, names) is { } near ? $"did you mean '{near}'?" : $"choose one of {string.Join(", ", names)}.")}");
        });
        return method;
    }

    static Option<int> Order()
    {
        var order = new Option<int>("--order") { Description = "1 for the gradient, 2 for the second derivatives too.", HelpName = "1|2", DefaultValueFactory = _ => 1 };
        order.CompletionSources.Add("1", "2");
        order.CustomParser = result =>
        {
            if (result.Tokens is [{ Value: "1" or "2" } token]) return token.Value == "1" ? 1 : 2;
            result.AddError($"--order {string.Join(' ', result.Tokens.Select(t => t.Value))}: give 1 or 2.");
            return 1;
        };
        return order;
    }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var (method, order, latex) = (line.GetValue(_method)!, line.GetValue(_order), line.GetValue(_latex));
        bool formulas = method is "symbolic" or DerivativeMethods.All;
        if (latex && !formulas) throw new UsageException("--latex is for formulas; take --method symbolic or all.");
        var json = JsonTarget.Of(line, _json);
        var f = ExpressionParser.Parse(line.GetValue(_expression)!);
        var problem = new GradientProblem(f, PointText.Read(line.GetValue(_at) ?? [], f), PluginOption.Load(line));
        // Outside the domain of f there is nothing to differentiate.
        f.Evaluate(problem.Point);
        var found = DerivativeMethods.Known.Where(m => method == DerivativeMethods.All || m.Name == method).Select(m => m.Of(problem, order)).ToList();
        var report = GradReports.Of(problem, found, order, formulas, line.GetValue(_trace));
        if (!json.ToStandardOutput) GradView.Show(Screen.Open(), report, latex);
        json.Write(report, Json.Default.GradReport);
        return Missing(report) is { } missing ? throw new NablaException(missing) : ExitCode.Success;
    }

    // A derivative that should be exact but is not there.
    static string? Missing(GradReport report)
    {
        var exact = report.Methods.Where(m => m.GradientErrors is null || report.Methods.Count == 1).OrderByDescending(m => m.Note is not null);
        foreach (var m in exact)
        {
            for (int i = 0; i < report.Variables.Count; i++)
            {
                if (m.Gradient[i] is null) return Undefined(m, report.Variables[i].Name);
                for (int j = 0; j < m.Hessian?.Count; j++) if (m.Hessian[i][j] is null) return Undefined(m, report.Variables[i].Name, report.Variables[j].Name);
            }
        }
        return null;
    }

    static string Undefined(MethodReport m, params IReadOnlyList<string> by) => $"{GradView.Label(by)} has no finite value at this point: {m.Note ?? $"it is infinite or undefined by {m.Method}"}.";
}
