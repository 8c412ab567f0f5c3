using Nabla.Symbolic;
using Nabla.Testing;

namespace Nabla.Cli;

/// <summary>Central differences of function values, each with an estimate of its error.</summary>
sealed class NumericMethod : IDerivativeMethod
{
    // 1.5·ε/h: what rounding f may do to the difference, for the steps that tend to be chosen, a 512th of the scale. Two steps may agree by chance.
    const double RoundingOfSteps = 1.5 * 512 * 1.1e-16;

    public string Name => "numeric";

    public DerivativeValues Of(GradientProblem problem, int order)
    {
        int n = problem.At.Count;
        double value = Moved(problem, []);
        var slopes = Enumerable.Range(0, n).Select(i => Slope(problem, i, value)).ToList();
        double[][]? hessian = null, errors = null;
        if (order == 2)
        {
            hessian = [.. slopes.Select(_ => new double[n])];
            errors = [.. slopes.Select(_ => new double[n])];
            for (int i = 0; i < n; i++)
            {
                for (int j = i; j < n; j++)
                {
                    var (si, sj) = (slopes[i].Scale, slopes[j].Scale);
                    var d = FiniteDifferences.Central(t => FiniteDifferences.Central(u => Moved(problem, [(i, t * si), (j, u * sj)])).Value);
                    hessian[i][j] = hessian[j][i] = d.Value / (si * sj);
                    errors[i][j] = errors[j][i] = d.Error / (si * sj) + 64 * slopes[j].Error / si;
                }
            }
        }
        return new()
        {
            Method = Name,
            Value = value,
            Gradient = [.. slopes.Select(s => s.Value)],
            GradientErrors = [.. slopes.Select(s => s.Error)],
            Hessian = hessian,
            HessianErrors = errors,
            Note = slopes.All(s => double.IsFinite(s.Value)) ? null : "the steps of finite differences leave the domain",
        };
    }

    // Steps in proportion to x, or to 1 where x is smaller: near 0 the one may leave the domain, the other drown in rounding.
    static (double Value, double Error, double Scale) Slope(GradientProblem problem, int i, double value)
    {
        double size = Math.Abs(problem.At[i]);
        var best = (Value: double.NaN, Error: double.PositiveInfinity, Scale: 1.0);
        foreach (double scale in new[] { Math.Max(1, size), size }.Where(s => s > 0).Distinct())
        {
            var d = FiniteDifferences.Central(t => Moved(problem, [(i, t * scale)]));
            double error = (d.Error + RoundingOfSteps * Math.Abs(value)) / scale;
            if (error < best.Error) best = (d.Value / scale, error, scale);
        }
        return best;
    }

    static double Moved(GradientProblem problem, ReadOnlySpan<(int Variable, double Step)> steps)
    {
        var point = new Dictionary<string, double>(problem.Point);
        foreach (var (i, step) in steps) point[problem.Variables[i]] += step;
        return problem.F.EvaluateUnchecked(point);
    }
}
