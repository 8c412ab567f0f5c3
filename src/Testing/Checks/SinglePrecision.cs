namespace Nabla.Testing;

/// <summary>A function built in float32, as it is used: with its adjoint, for any backend.</summary>
sealed class SinglePrecision
{
    readonly Value[] _results;

    public SinglePrecision(CheckedFunction function, int seed, bool withAdjoint)
    {
        Point = function.Draw(ElementType.Float32, seed);
        Program = new(function.Registry);
        var graph = Program.AddGraph("forward");
        X = function.InputsIn(graph, Point);
        Y = function.Build(graph, X);
        IsPure = graph.Nodes.All(n => n.Op.IsPure);
        Value[] smooth = [.. Y.Where(y => y.Element == ElementType.Float32)], by = [.. function.Active.Select(i => X[i]!).Where(x => x.Constant is null)];
        var random = new Random(seed);
        _results = [.. Y];
        if (!withAdjoint || smooth.Length == 0 || by.Length == 0) return;
        var adjoint = Adjoint.OfSeeded(smooth, by);
        foreach (var s in adjoint.Seeds) Seeds[s] = Tensor.Of([.. Vectors.Directions(s.Shape.Count.Size, random).Select(v => (float)v)], s.Shape.ToSizes());
        _results = [.. Y, .. by.Select(adjoint.TryGet).OfType<Value>().Distinct()];
    }

    public IReadOnlyList<Tensor?> Point { get; }

    public Program Program { get; }

    public Value?[] X { get; }

    public IReadOnlyList<Value> Y { get; }

    public bool IsPure { get; }

    Dictionary<Value, Tensor> Seeds { get; } = [];

    /// <summary>Outputs and adjoints of some runs in a row.</summary>
    /// <param name="backend">Where.</param>
    /// <param name="runs">How many runs.</param>
    /// <param name="changed">The name of an input that a run has written to, if any.</param>
    public Tensor[][] Run(IBackend backend, int runs, out string? changed)
    {
        var run = backend.Compile(Program, _results);
        changed = null;
        foreach (var input in run.Inputs) run.Feed(input, Fed(input));
        var results = new Tensor[runs][];
        for (int i = 0; i < runs; i++)
        {
            run.Run();
            results[i] = [.. _results.Select(run.OutputTensor)];
        }
        foreach (var input in run.Inputs)
            if (!run.OutputTensor(input).Equals(Fed(input))) changed ??= input.Name;
        return results;
    }

    Tensor Fed(Value input) => Seeds.TryGetValue(input, out var seed) ? seed : Point[Array.IndexOf(X, input)]!;
}
