using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>What a directional check found: ⟨x̄, d⟩ by the adjoint graph against d/dt φ(x + t·d) by finite differences.</summary>
/// <param name="Exact">By the adjoint graph.</param>
/// <param name="Numeric">By finite differences.</param>
/// <param name="Error">The estimated error of the numeric one.</param>
public readonly record struct DirectionalResult(double Exact, double Numeric, double Error)
{
    /// <summary>True if the two agree within the numeric error and 1e-8 of their size.</summary>
    public bool Passed => Math.Abs(Exact - Numeric) <= 10 * Error + 1e-8 * Math.Max(1, Math.Max(Math.Abs(Exact), Math.Abs(Numeric)));

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
        var random = new Random(seed);
        var program = new Program(registry);
        var graph = program.AddGraph("forward");
        Value[] x = [.. inputs.Select((t, i) => constant.Contains(i) ? graph.Constant(t) : graph.Input($"x{i}", t.Element, t.Type.Shape))];
        Value[] y = [.. build(graph, x).Where(v => v.Element == ElementType.Float64)];
        int[] active = [.. Enumerable.Range(0, x.Length).Where(i => x[i].Element == ElementType.Float64 && x[i].Constant is null && wanted?.Contains(i) != false)];
        var adjoint = Adjoint.OfSeeded(y, [.. active.Select(i => x[i])]);
        var backend = Cpu.Backend(1);
        var weights = y.Select(v => Directions(v.Shape.Count.Size, random)).ToArray();
        var directions = inputs.Select(t => Directions(t.Count, random)).ToArray();

        var bars = active.Select(i => adjoint.TryGet(x[i])).ToArray();
        var reverse = backend.Compile(program, [.. bars.Where(b => b is not null).Select(b => b!).Distinct()]);
        foreach (var input in reverse.Inputs)
        {
            int i = Array.IndexOf(x, input), k = adjoint.Seeds.ToList().IndexOf(input);
            reverse.Feed(input, i >= 0 ? inputs[i] : Tensor.Of(weights[k], input.Shape.ToSizes()));
        }
        reverse.Run();
        double exact = 0;
        for (int j = 0; j < active.Length; j++)
            if (bars[j] is { } bar) exact += Dot(reverse.OutputTensor(bar).Span<double>(), directions[active[j]]);

        var forward = backend.Compile(program, y);
        double Phi(double t)
        {
            foreach (var input in forward.Inputs)
            {
                int i = Array.IndexOf(x, input);
                if (!active.Contains(i)) forward.Feed(input, inputs[i]);
                else
                {
                    var moved = inputs[i].Span<double>().ToArray();
                    for (int e = 0; e < moved.Length; e++) moved[e] += t * directions[i][e];
                    forward.Feed(input, Tensor.Of(moved, inputs[i].Dims));
                }
            }
            forward.Run();
            double sum = 0;
            for (int k = 0; k < y.Length; k++) sum += Dot(forward.Output<double>(y[k]), weights[k]);
            return sum;
        }
        // Directions have entries up to 1: a step of 1/64 stays within the margin that inputs keep from kinks.
        var numeric = FiniteDifferences.Central(Phi);
        return new(exact, numeric.Value, numeric.Error);
    }

    static double[] Directions(long count, Random random)
    {
        var d = new double[count];
        for (int i = 0; i < d.Length; i++) d[i] = 2 * random.NextDouble() - 1;
        return d;
    }

    static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
