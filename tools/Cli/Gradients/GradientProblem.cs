using Nabla.Symbolic;

namespace Nabla.Cli;

/// <summary>What is differentiated, by what and where.</summary>
sealed class GradientProblem(Expression f, IReadOnlyList<(string Name, double Value)> point, Registry ops)
{
    public Expression F { get; } = f;

    /// <summary>The variables, in the order in which the point names them.</summary>
    public IReadOnlyList<string> Variables { get; } = [.. point.Select(p => p.Name)];

    public IReadOnlyList<double> At { get; } = [.. point.Select(p => p.Value)];

    public IReadOnlyDictionary<string, double> Point { get; } = point.ToDictionary(p => p.Name, p => p.Value);

    /// <summary>The derivatives as the rules give them.</summary>
    public IReadOnlyList<Expression> Expanded => field ??= F.Gradient(Variables);

    /// <summary>The derivatives as formulas, simplified.</summary>
    public IReadOnlyList<Expression> Gradient => field ??= [.. Expanded.Select(d => d.Simplify())];

    /// <summary>The second derivatives as formulas, simplified.</summary>
    public IReadOnlyList<IReadOnlyList<Expression>> Hessian => field ??= [.. Gradient.Select(row => row.Gradient(Variables).Select(d => d.Simplify()).ToList())];

    /// <summary>f as a graph of its own.</summary>
    public (Value Y, Value[] X) ToGraph()
    {
        var graph = new Program(ops).AddGraph("forward");
        Value[] x = [.. Variables.Select(name => graph.Input(name, ElementType.Float64, Shape.Scalar))];
        return (graph.Output(F.ToGraph(graph)), x);
    }
}
