using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>A function that is checked: how its graph is built, at which points, and by which inputs it is differentiated.</summary>
/// <param name="Registry">The ops.</param>
/// <param name="Name">As reports call it.</param>
/// <param name="Build">Adds its nodes to a graph and returns all its outputs; given the inputs, null where one is left out.</param>
/// <param name="Draw">Its inputs in float32 or float64, for a seed; the same numbers in both.</param>
public sealed record CheckedFunction(Registry Registry, string Name, Func<Graph, IReadOnlyList<Value?>, IReadOnlyList<Value>> Build, Func<ElementType, int, Tensor?[]> Draw)
{
    /// <summary>The positions of inputs that are constants of the graph, such as axes.</summary>
    public IReadOnlySet<int> Constant { get; init; } = new HashSet<int>();

    /// <summary>The positions of the inputs to differentiate by.</summary>
    public IReadOnlyList<int> Active { get; init; } = [];

    /// <summary>How far float32 may be from float64, relative to 1 and to the result.</summary>
    public double Tolerance { get; init; } = 5e-6;

    /// <summary>The op that is checked, if it is one.</summary>
    public Op? Op { get; init; }

    /// <summary>One op at a row of its sample table.</summary>
    public static CheckedFunction Of(Registry registry, OpSample sample) => new(registry, sample.Name, (g, x) => g.Add(sample.Op, [.. x]), sample.Draw)
    {
        Constant = sample.Constant,
        Active = [.. sample.DifferentiatedInputs],
        Tolerance = Math.Max(sample.Tolerance, 5e-6),
        Op = sample.Op,
    };

    /// <summary>Its inputs in a graph: constants where it wants them, else fed.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="tensors">What the inputs are like.</param>
    /// <param name="shapeOf">The declared shape of a fed input; by default its own.</param>
    internal Value?[] InputsIn(Graph graph, IReadOnlyList<Tensor?> tensors, Func<Tensor, Shape>? shapeOf = null) =>
        [.. tensors.Select((t, i) => t is null ? null : Constant.Contains(i) ? graph.Constant(t) : graph.Input($"x{i}", t.Element, shapeOf?.Invoke(t) ?? t.Type.Shape))];

    /// <summary>The same op over the same inputs with a change to its adjoint rule.</summary>
    internal CheckedFunction WithRule(Mutation mutation)
    {
        var mutant = new MutantOp(Op!, mutation);
        return this with { Op = mutant, Build = (g, x) => g.Add(mutant, [.. x]) };
    }
}
