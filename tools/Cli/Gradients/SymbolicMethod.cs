using Nabla.Symbolic;

namespace Nabla.Cli;

/// <summary>The derivatives as formulas, by the rules, simplified.</summary>
sealed class SymbolicMethod : IDerivativeMethod
{
    public string Name => "symbolic";

    public DerivativeValues Of(GradientProblem problem, int order)
    {
        string? note = null;
        double At(Expression e)
        {
            try
            {
                return e.Evaluate(problem.Point);
            }
            catch (EvaluationException reason)
            {
                note ??= reason.Message.TrimEnd('.');
                return double.NaN;
            }
        }
        var gradient = problem.Gradient.Select(At).ToArray();
        var hessian = order == 2 ? problem.Hessian.Select(row => row.Select(At).ToArray()).ToArray() : null;
        return new() { Method = Name, Value = At(problem.F), Gradient = gradient, Hessian = hessian, Note = note };
    }
}
