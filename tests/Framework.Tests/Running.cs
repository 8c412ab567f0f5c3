using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>Ways to compute values of a program, for comparing.</summary>
static class Running
{
    public static readonly IReadOnlyDictionary<Value, Tensor> Nothing = new Dictionary<Value, Tensor>();

    /// <summary>Compiled by a backend.</summary>
    public static Tensor[] Compiled(IReadOnlyList<Value> outputs, IReadOnlyDictionary<Value, Tensor> fed, IBackend? backend = null, IReadOnlyDictionary<string, long>? sizes = null)
    {
        var run = (backend ?? Cpu.Backend(1)).Compile(outputs[0].Graph.Program, outputs, sizes);
        foreach (var input in run.Inputs) run.Feed(input, fed[input]);
        run.Run();
        return [.. outputs.Select(run.OutputTensor)];
    }

    /// <summary>Node by node, each in a program of its own: no plan, no pass sees more than one node.</summary>
    public static Dictionary<Value, Tensor> NodeByNode(Graph graph, IReadOnlyDictionary<Value, Tensor> given)
    {
        var known = new Dictionary<Value, Tensor>(given);
        foreach (var v in graph.Inputs) if (v.Variable is { } variable) known[v] = variable.ToTensor();
        foreach (var node in graph.Nodes)
        {
            var constant = Enumerable.Range(0, node.Inputs.Count).Where(i => node.Inputs[i]?.Constant is not null).ToHashSet();
            var results = Evaluate.Op(graph.Registry, node.Op, [.. node.Inputs.Select(v => v is null ? null : v.Constant ?? known[v])], constant, new CpuBackend(1));
            for (int k = 0; k < results.Length; k++) known[node.Outputs[k]] = results[k];
        }
        return known;
    }

    public static double Scalar(Value y, params ReadOnlySpan<(Value Input, Tensor Tensor)> fed)
    {
        var all = new Dictionary<Value, Tensor>();
        foreach (var (input, tensor) in fed) all[input] = tensor;
        return Numbers.Of(Compiled([y], all)[0]).Single();
    }

    /// <summary>Numbers from −2 to 2, the same for the same seed.</summary>
    public static Tensor Draw(TensorType type, int seed)
    {
        var random = new Random(seed);
        double[] numbers = [.. Enumerable.Range(0, (int)type.Shape.Count.Size).Select(_ => 4 * random.NextDouble() - 2)];
        var sizes = type.Shape.ToSizes();
        return type.Element switch
        {
            ElementType.Float32 => Tensor.Of([.. numbers.Select(v => (float)v)], sizes),
            ElementType.Float64 => Tensor.Of(numbers, sizes),
            ElementType.Int64 => Tensor.Of([.. numbers.Select(v => (long)(10 * v))], sizes),
            ElementType.Bool => Tensor.Of([.. numbers.Select(v => v > 0)], sizes),
            var other => throw new ArgumentException($"{other}"),
        };
    }

    /// <summary>The same bits; any NaN equals any other.</summary>
    public static void AssertSame(Tensor expected, Tensor actual, string about = "")
    {
        Assert.Equal(expected.Type, actual.Type);
        if (expected.Equals(actual)) return;
        var difference = Numbers.Difference(Numbers.Of(expected), Numbers.Of(actual), 0, 0);
        Assert.True(difference is null, $"{about}{difference}");
    }

    /// <summary>Equal within a part of the largest element.</summary>
    public static void AssertClose(Tensor expected, Tensor actual, double relative)
    {
        Assert.Equal(expected.Type, actual.Type);
        var (e, a) = (Numbers.Of(expected), Numbers.Of(actual));
        Assert.Null(Numbers.Difference(e, a, relative * e.Select(Math.Abs).DefaultIfEmpty().Max(), 0));
    }
}
