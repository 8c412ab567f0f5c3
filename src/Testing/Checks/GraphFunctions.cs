using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>A graph, such as a model from a file, as functions to check: each of its nodes where it really stands, with the attributes it has and the
/// numbers it meets, and the whole.</summary>
public sealed class GraphFunctions
{
    const int MostLabels = 2;

    readonly Graph _graph;
    readonly Dictionary<string, long> _sizes;
    readonly Dictionary<int, IReadOnlyDictionary<Value, Tensor>> _runs = [];

    /// <summary>Looks at a graph.</summary>
    /// <param name="graph">The graph; it captures nothing.</param>
    /// <param name="batch">The size that every symbol takes.</param>
    public GraphFunctions(Graph graph, int batch = 3)
    {
        _graph = graph;
        _sizes = graph.Inputs.SelectMany(v => v.Shape.SelectMany(d => d.Symbols)).Distinct().ToDictionary(s => s, _ => (long)batch);
    }

    /// <summary>Every node that has an input to differentiate by and an output to differentiate.</summary>
    public IEnumerable<(string Op, CheckedFunction Function)> Nodes => _graph.Nodes
        .Where(n => n.Op.IsPure && n.Outputs.Any(y => y.Element.IsFloat()) && Active(n).Length > 0)
        .Select(n => (n.Op.Schema.Title, Function(n)));

    /// <summary>All of the graph, by its inputs and parameters.</summary>
    public CheckedFunction Whole
    {
        get
        {
            Value[] inputs = [.. _graph.Inputs];
            return new(_graph.Registry, $"all of '{_graph.Name}'", (g, x) => Rebuilt(g, inputs, x), (element, seed) => [.. inputs.Select(v => In(element, Run(seed)[v]))])
            {
                Active = [.. Enumerable.Range(0, inputs.Length).Where(i => inputs[i].Element.IsFloat())],
                Tolerance = 1e-4,
            };
        }
    }

    static int[] Active(Node node) => [.. Enumerable.Range(0, node.Inputs.Count).Where(i =>
        node.Inputs[i] is { KnownTensor: null } x && x.Element.IsFloat() && !node.Op.HasZeroDerivative(i))];

    CheckedFunction Function(Node node)
    {
        var inputs = node.Inputs;
        return new(_graph.Registry, $"'{node.Name}'", (g, x) => g.Add(In(x.OfType<Value>().Any(v => v.Element == ElementType.Float64) ? ElementType.Float64 : ElementType.Float32, node.Op), [.. x]),
            (element, seed) => [.. inputs.Select(v => v is null ? null : In(element, v.KnownTensor ?? Run(seed)[v]))])
        {
            Constant = Enumerable.Range(0, inputs.Count).Where(i => inputs[i] is { } v && (!v.Element.IsFloat() || v.KnownTensor is not null)).ToHashSet(),
            Active = Active(node),
            Tolerance = 1e-4,
            Op = In(ElementType.Float64, node.Op),
        };
    }

    // What every value of the graph is for inputs drawn by a seed.
    IReadOnlyDictionary<Value, Tensor> Run(int seed)
    {
        lock (_runs)
        {
            if (_runs.TryGetValue(seed, out var known)) return known;
            var values = Computed(seed, lowest: -2);
            // A root or a logarithm of what is negative: nothing can be measured there.
            if (values.Values.Any(HasNaN)) values = Computed(seed, lowest: 0.25);
            return _runs[seed] = values;
        }
    }

    Dictionary<Value, Tensor> Computed(int seed, double lowest)
    {
        Value[] wanted = [.. _graph.Nodes.SelectMany(n => n.Inputs).Concat(_graph.Outputs).OfType<Value>().Where(v => v.Kind == ValueKind.Computed).Distinct()];
        var values = new Dictionary<Value, Tensor>();
        var random = new Random(seed);
        foreach (var v in _graph.Inputs) values[v] = v.Variable?.ToTensor() ?? Draw(v.Type.Bind(_sizes), random, lowest);
        if (wanted.Length == 0) return values;
        var run = new CpuBackend(1).Compile(_graph.Program, wanted, _sizes);
        foreach (var input in run.Inputs) run.Feed(input, values[input]);
        run.Run();
        foreach (var v in wanted) values[v] = run.OutputTensor(v);
        return values;
    }

    static bool HasNaN(Tensor tensor) => tensor.Element.IsFloat() && Numbers.Of(tensor).Any(double.IsNaN);

    static Tensor Draw(TensorType type, Random random, double lowest)
    {
        long[] sizes = type.Shape.ToSizes();
        var numbers = new double[type.Shape.Count.Size];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = lowest + (2 - lowest) * random.NextDouble();
        return type.Element switch
        {
            ElementType.Float32 => Tensor.Of([.. numbers.Select(v => (float)v)], sizes),
            ElementType.Float64 => Tensor.Of(numbers, sizes),
            ElementType.Int64 => Tensor.Of([.. numbers.Select(_ => random.NextInt64(MostLabels))], sizes),
            ElementType.Int32 => Tensor.Of([.. numbers.Select(_ => random.Next(MostLabels))], sizes),
            ElementType.Bool => Tensor.Of([.. numbers.Select(v => v > 0)], sizes),
            var other => throw new NablaException($"An input of {other.Text()} cannot be drawn; only float32, float64, int32, int64 and bool can."),
        };
    }

    Value[] Rebuilt(Graph g, Value[] inputs, IReadOnlyList<Value?> x)
    {
        var map = new Dictionary<Value, Value>();
        var element = ElementType.Float32;
        for (int i = 0; i < inputs.Length; i++)
        {
            map[inputs[i]] = x[i]!;
            if (x[i]!.Element == ElementType.Float64) element = ElementType.Float64;
        }
        foreach (var node in _graph.Nodes)
        {
            var y = g.Add(In(element, node.Op), [.. node.Inputs.Select(v => v is null ? null : Of(v))]);
            for (int k = 0; k < y.Count; k++) map[node.Outputs[k]] = y[k];
        }
        return [.. _graph.Outputs.Select(Of)];

        Value Of(Value v) => map.TryGetValue(v, out var known) ? known : map[v] = g.Constant(In(element, v.Constant!));
    }

    static Tensor In(ElementType element, Tensor tensor) => tensor.Element == ElementType.Float32 && element == ElementType.Float64
        ? Tensor.Of([.. tensor.Span<float>().ToArray().Select(v => (double)v)], tensor.Dims) : tensor;

    // Attributes that say float32 say float64 where everything is that.
    static Op In(ElementType element, Op op)
    {
        if (element != ElementType.Float64 || !op.Schema.Attributes.Any(a => a.ValueOf(op) is Tensor { Element: ElementType.Float32 } or ElementType.Float32)) return op;
        var attributes = new Dictionary<string, object>();
        foreach (var a in op.Schema.Attributes)
        {
            if (a.ValueOf(op) is not { } value) continue;
            attributes[a.OnnxName] = value switch { Tensor t => In(element, t), ElementType.Float32 => ElementType.Float64, _ => value };
        }
        return op.Schema.Create(attributes);
    }
}
