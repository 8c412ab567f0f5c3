namespace Nabla.Testing;

/// <summary>A function built in float64 at one point. What is computed of it runs op by op on one thread: no pass can hide what a rule says.</summary>
sealed class Trial
{
    readonly CpuBackend _backend = new(1);
    readonly Executable? _forward;

    public Trial(CheckedFunction function, IReadOnlyList<Tensor?> point)
    {
        (Function, Point, Program) = (function, point, new(function.Registry));
        var graph = Program.AddGraph("forward");
        X = function.InputsIn(graph, point);
        Y = function.Build(graph, X);
        Smooth = [.. Enumerable.Range(0, Y.Count).Where(k => Y[k].Element == ElementType.Float64)];
        Active = [.. function.Active.Where(i => X[i] is { Element: ElementType.Float64, Constant: null })];
        if (Smooth.Length > 0) _forward = _backend.Compile(Program, [.. SmoothOutputs]);
    }

    public static Trial At(CheckedFunction function, int seed) => new(function, function.Draw(ElementType.Float64, seed));

    public CheckedFunction Function { get; }

    public IReadOnlyList<Tensor?> Point { get; }

    public Program Program { get; }

    public Value?[] X { get; }

    public IReadOnlyList<Value> Y { get; }

    /// <summary>The positions of the outputs that have a derivative.</summary>
    public int[] Smooth { get; }

    /// <summary>The positions of the inputs to differentiate by.</summary>
    public int[] Active { get; }

    public IEnumerable<Value> SmoothOutputs => Smooth.Select(k => Y[k]);

    public IEnumerable<Value> ActiveInputs => Active.Select(i => X[i]!);

    /// <summary>The numbers of active input <paramref name="j"/> at the point.</summary>
    public double[] Numbers(int j) => Point[Active[j]]!.Span<double>().ToArray();

    /// <summary>A direction for each active input.</summary>
    public double[][] Directions(Random random) => [.. Active.Select(i => Vectors.Directions(Point[i]!.Count, random))];

    /// <summary>A weight for each element of each smooth output.</summary>
    public double[][] Weights(Random random) => [.. SmoothOutputs.Select(y => Vectors.Directions(y.Shape.Count.Size, random))];

    /// <summary>Where the active inputs are after a step along a direction.</summary>
    public Dictionary<Value, double[]> Moved(double t, IReadOnlyList<double[]> direction) =>
        Active.Select((i, j) => (X[i]!, Vectors.Moved(Point[i]!.Span<double>(), t, direction[j]))).ToDictionary(p => p.Item1, p => p.Item2);

    /// <summary>Σₖ ⟨wₖ, yₖ(x + t·d)⟩.</summary>
    public double Phi(IReadOnlyList<double[]> weights, IReadOnlyList<double[]> direction, double t) => Phi(weights, Moved(t, direction));

    public double Phi(IReadOnlyList<double[]> weights, IReadOnlyDictionary<Value, double[]> at)
    {
        Feed(_forward!, at);
        _forward!.Run();
        double sum = 0;
        for (int k = 0; k < Smooth.Length; k++) sum += Vectors.Dot(_forward.Output<double>(Y[Smooth[k]]), weights[k]);
        return sum;
    }

    public Executable Compile(IReadOnlyList<Value> outputs) => _backend.Compile(Program, outputs);

    /// <summary>Feeds what is given, and for all else the point.</summary>
    public void Feed(Executable run, IReadOnlyDictionary<Value, double[]> given)
    {
        foreach (var input in run.Inputs)
        {
            if (given.TryGetValue(input, out var numbers)) numbers.CopyTo(run.Input<double>(input));
            else run.Feed(input, Point[Array.IndexOf(X, input)]!);
        }
    }
}
