using Nabla.Ops;

namespace Nabla.Cli;

/// <summary>The tangent graph of f, run once for each variable; its tangent graph for second derivatives, run for each pair.</summary>
sealed class ForwardMode : IDerivativeMethod
{
    public string Name => "forward";

    public DerivativeValues Of(GradientProblem problem, int order)
    {
        var (y, x) = problem.ToGraph();
        int n = x.Length;
        var first = n == 0 ? null : Tangent.OfSeeded([y], x);
        var dot = first?.TryGet(y);
        var second = order == 2 && dot is not null ? Tangent.OfSeeded([dot], x) : null;
        var dotDot = dot is null ? null : second?.TryGet(dot);
        var run = Cpu.Backend(1).Compile(y.Graph.Program, [.. new[] { y, dot, dotDot }.OfType<Value>().Distinct()]);

        // f, its slope in direction i, and the slope of that in direction j
        (double, double, double) Along(int i, int j)
        {
            void Feed(IReadOnlyList<Value>? values, Func<int, double> number)
            {
                for (int k = 0; k < values?.Count; k++) if (run.Inputs.Contains(values[k])) run.Input<double>(values[k])[0] = number(k);
            }
            Feed(x, k => problem.At[k]);
            Feed(first?.Seeds, k => k == i ? 1 : 0);
            Feed(second?.Seeds, k => k == j ? 1 : 0);
            run.Run();
            double Of(Value? v) => v is null ? 0 : run.Output<double>(v)[0];
            return (Of(y), Of(dot), Of(dotDot));
        }
        return new()
        {
            Method = Name,
            Value = Along(0, 0).Item1,
            Gradient = [.. Enumerable.Range(0, n).Select(i => Along(i, 0).Item2)],
            Hessian = order == 2 ? [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(j => Along(i, j).Item3).ToArray())] : null,
        };
    }
}
