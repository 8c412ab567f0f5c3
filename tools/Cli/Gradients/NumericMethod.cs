using Nabla.Symbolic;
using Nabla.Testing;

namespace Nabla.Cli;

/// <summary>Central differences of function values, each with an estimate of its error.</summary>
sealed class NumericMethod : IDerivativeMethod
{
    const int Shorter = 16, MostTimes = 12;

    public string Name => "numeric";

    public DerivativeValues Of(GradientProblem problem, int order)
    {
        int n = problem.At.Count;
        var slopes = Enumerable.Range(0, n).Select(i => Slope(problem, i)).ToList();
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
            Value = Moved(problem, []),
            Gradient = [.. slopes.Select(s => s.Value)],
            GradientErrors = [.. slopes.Select(s => s.Error)],
            Hessian = hessian,
            HessianErrors = errors,
            Note = slopes.All(s => double.IsFinite(s.Value)) ? null : "the steps of finite differences leave the domain",
        };
    }

    // Steps in proportion to x, or to 1 where x is smaller: near 0 the one may leave the domain, the other drown in rounding. Shorter ones near the end of a domain.
    static (double Value, double Error, double Scale) Slope(GradientProblem problem, int i)
    {
        double size = Math.Abs(problem.At[i]);
        var best = (Value: double.NaN, Error: double.PositiveInfinity, Scale: 1.0);
        void Try(double scale)
        {
            var d = FiniteDifferences.Central(t => Moved(problem, [(i, t * scale)]));
            if (d.Error / scale < best.Error) best = (d.Value / scale, d.Error / scale, scale);
        }
        Try(Math.Max(1, size));
        if (size is > 0 and < 1) Try(size);
        double shorter = size > 0 ? size : 1;
        for (int times = 0; times < MostTimes && double.IsNaN(best.Value); times++) Try(shorter /= Shorter);
        return best;
    }

    static double Moved(GradientProblem problem, ReadOnlySpan<(int Variable, double Step)> steps)
    {
        var point = new Dictionary<string, double>(problem.Point);
        foreach (var (i, step) in steps) point[problem.Variables[i]] += step;
        return problem.F.EvaluateUnchecked(point);
    }
}
