using Nabla.Ops;

namespace Nabla.Cli;

/// <summary>The adjoint graph of f; its adjoint graphs for second derivatives. One run gives everything.</summary>
sealed class ReverseMode : IDerivativeMethod
{
    public string Name => "reverse";

    public DerivativeValues Of(GradientProblem problem, int order)
    {
        var (y, x) = problem.ToGraph();
        Value?[] Bars(Value of) => x.Length == 0 ? [] : Adjoint.Of(of, x) is var adjoint ? [.. x.Select(adjoint.TryGet)] : [];
        var gradient = Bars(y);
        Value?[][]? rows = order == 2 ? [.. gradient.Select(bar => bar is null ? new Value?[x.Length] : Bars(bar))] : null;
        Value[] wanted = [y, .. gradient.Concat(rows?.SelectMany(r => r) ?? []).OfType<Value>()];
        var run = Cpu.Backend(1).Compile(y.Graph.Program, [.. wanted.Distinct()]);
        foreach (var input in run.Inputs) run.Input<double>(input)[0] = problem.Point[input.Name];
        run.Run();
        // absent: zero
        double Of(Value? v) => v is null ? 0 : run.Output<double>(v)[0];
        return new() { Method = Name, Value = Of(y), Gradient = [.. gradient.Select(Of)], Hessian = rows is null ? null : [.. rows.Select(r => r.Select(Of).ToArray())] };
    }
}
