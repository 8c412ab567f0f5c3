using Nabla.Symbolic;

namespace Nabla.Cli;

/// <summary>Gathers what methods found, and the formulas, counts and traces that were asked for.</summary>
static class GradReports
{
    public static GradReport Of(GradientProblem problem, IReadOnlyList<DerivativeValues> found, int order, bool formulas, bool trace) => new()
    {
        Expression = problem.F.ToString(),
        Latex = problem.F.ToLatex(),
        Variables = [.. problem.Variables.Select((name, i) => new VariableReport(name, problem.At[i]))],
        Value = problem.F.Evaluate(problem.Point),
        Methods = [.. found.Select(Of)],
        Derivatives = formulas ? [.. Formulas(problem, order)] : null,
        Operations = formulas && problem.Variables.Count > 0 ? [.. Operations(problem)] : null,
        Trace = trace ? Traces(problem) : null,
    };

    static MethodReport Of(DerivativeValues d) =>
        new(d.Method, Finite(d.Value), Finite(d.Gradient)!, Finite(d.GradientErrors), Finite(d.Hessian), Finite(d.HessianErrors), d.Note);

    static IEnumerable<FormulaReport> Formulas(GradientProblem problem, int order)
    {
        var x = problem.Variables;
        FormulaReport Of(Expression e, params IReadOnlyList<string> by) => new(by, e.ToString(), e.ToLatex());
        for (int i = 0; i < x.Count; i++) yield return Of(problem.Gradient[i], x[i]);
        if (order < 2) yield break;
        for (int i = 0; i < x.Count; i++)
            for (int j = i; j < x.Count; j++) yield return Of(problem.Hessian[i][j], x[i], x[j]);
    }

    static IEnumerable<OperationsReport> Operations(GradientProblem problem)
    {
        static OperationsReport Of(string what, OperationCount n) => new(what, n.Additions, n.Multiplications, n.Divisions, n.Powers, n.Functions, n.Total);
        var (y, x) = problem.ToGraph();
        yield return Of("f", OperationCount.Of(problem.F));
        yield return Of("derivatives, expanded", OperationCount.Of(problem.Expanded));
        yield return Of("derivatives, simplified", OperationCount.Of(problem.Gradient));
        yield return Of("reverse mode: f and derivatives", OperationCount.Of(y.Graph, Adjoint.Of(y, x).Graph));
    }

    static TraceReport Traces(GradientProblem problem)
    {
        var trace = Trace.Of(problem.F, problem.Point, problem.Variables);
        static IReadOnlyList<TraceStepReport> Of(IReadOnlyList<TraceStep> steps) => [.. steps.Select(s => new TraceStepReport(s.Name, s.Formula, Finite(s.Value)))];
        return new(Of(trace.Steps), [.. problem.Variables.Select(x => new TangentTraceReport(x, Of(trace.Tangent(x))))], Of(trace.Adjoint()));
    }

    static double? Finite(double value) => double.IsFinite(value) ? value : null;

    static IReadOnlyList<double?>? Finite(double[]? values) => values is null ? null : [.. values.Select(Finite)];

    static IReadOnlyList<IReadOnlyList<double?>>? Finite(double[][]? rows) => rows is null ? null : [.. rows.Select(r => Finite(r)!)];
}
