namespace Nabla.Testing;

/// <summary>What a directional check found: ⟨x̄, d⟩ by the adjoint graph against d/dt φ(x + t·d) by finite differences.</summary>
/// <param name="Exact">By the adjoint graph.</param>
/// <param name="Numeric">By finite differences.</param>
/// <param name="Error">The estimated error of the numeric one.</param>
/// <param name="Verdict">Whether they agree.</param>
public readonly record struct DirectionalResult(double Exact, double Numeric, double Error, Verdict Verdict)
{
    /// <summary>True if the two agree within the numeric error.</summary>
    public bool Passed => Verdict == Verdict.Pass;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"adjoint {Exact:R}, numeric {Numeric:R} ± {Error:E1}");
}

/// <summary>Checks a graph's adjoint by one inner product in one random direction, so that the cost does not grow with the tensors.</summary>
public static class DirectionalCheck
{
    /// <summary>Compares the adjoint graph with finite differences.</summary>
    /// <param name="registry">The ops.</param>
    /// <param name="build">Adds the nodes to a graph and returns the values to differentiate; given the inputs.</param>
    /// <param name="inputs">The point; float64 tensors are differentiated, others are fixed. Constant ones are known when the graph is built.</param>
    /// <param name="constant">The positions of inputs that are constants of the graph, such as axes.</param>
    /// <param name="seed">Decides directions and the weights of the outputs.</param>
    /// <param name="wanted">The positions to differentiate with respect to; null for all of float64.</param>
    public static DirectionalResult Run(Registry registry, Func<Graph, IReadOnlyList<Value>, IReadOnlyList<Value>> build, IReadOnlyList<Tensor> inputs,
        IReadOnlySet<int> constant, int seed, IReadOnlySet<int>? wanted = null)
    {
        var function = new CheckedFunction(registry, "function", (g, x) => build(g, [.. x.Select(v => v!)]), (_, _) => [.. inputs])
        {
            Constant = constant,
            Active = [.. Enumerable.Range(0, inputs.Count).Where(i => inputs[i].Element == ElementType.Float64 && wanted?.Contains(i) != false)],
        };
        var trial = new Trial(function, [.. inputs]);
        var random = new Random(seed);
        var (weights, direction) = (trial.Weights(random), trial.Directions(random));
        var slope = ReverseAspect.Directional(trial, weights, direction, VectorProduct.Reverse(trial).Of(weights));
        return new(slope.Exact, slope.Numeric.Value, slope.Numeric.Error, slope.Verdict);
    }
}
