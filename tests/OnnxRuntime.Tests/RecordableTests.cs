using Nabla.OnnxRuntime;

namespace Nabla.Tests;

/// <summary>A CUDA graph is only made of what a replay repeats as it is meant.</summary>
public class RecordableTests
{
    static string? Obstacle(Action<Graph, Value> add, Registry? ops = null)
    {
        var graph = new Program(ops ?? StepTests.Ops).AddGraph("g");
        var x = graph.Input("x", ElementType.Float32, [4, 6]);
        add(graph, x);
        return Recordable.Obstacle(graph);
    }

    static void Split(Graph graph, Value x, params long[] sizes) =>
        graph.Add(graph.Registry.Make("Split", new Dictionary<string, object> { ["axis"] = 1L }), x, graph.Constant(Tensor.Vector<long>(sizes)));

    static void Join(Graph graph, params Value[] pieces) => graph.Add(graph.Registry.Make("Concat", new Dictionary<string, object> { ["axis"] = 1L }), pieces);

    [Fact]
    public void A_step_is_recorded() => Assert.Null(Obstacle((g, x) => g.Add("Relu", g.Add("MatMul", x, g.Constant(Tensor.Filled(ElementType.Float32, 1, 6, 6))))));

    [Fact]
    public void Pieces_of_one_size_are_recorded_and_others_are_not()
    {
        Assert.Null(Obstacle((g, x) => Join(g, x, x)));
        Assert.Null(Obstacle((g, x) => Split(g, x, 3, 3)));
        Assert.Contains("has pieces of several sizes", Obstacle((g, x) => Join(g, x, g.Constant(Tensor.Filled(ElementType.Float32, 1, 4, 1)))), StringComparison.Ordinal);
        Assert.Contains("has pieces of several sizes", Obstacle((g, x) => Split(g, x, 2, 4)), StringComparison.Ordinal);
        Assert.Null(Obstacle((g, x) => Join(g, [.. Enumerable.Repeat(x, 32)])));
        Assert.Contains("has 33 pieces", Obstacle((g, x) => Join(g, [.. Enumerable.Repeat(x, 33)])), StringComparison.Ordinal);
    }

    [Fact]
    public void Batches_of_one_size_are_recorded_and_others_are_not()
    {
        Value Stack(Graph g, Value x, params long[] sizes) => g.Add("Reshape", x, g.Constant(Tensor.Vector<long>(sizes)));
        Assert.Null(Obstacle((g, x) => g.Add("MatMul", Stack(g, x, 2, 3, 4), Stack(g, x, 2, 4, 3))));
        Assert.Null(Obstacle((g, x) => g.Add("MatMul", Stack(g, x, 2, 3, 4), Stack(g, x, 4, 6))));
        Assert.Contains("multiplies batches of several sizes", Obstacle((g, x) => g.Add("MatMul", Stack(g, x, 2, 3, 4), Stack(g, x, 1, 4, 6))), StringComparison.Ordinal);
    }

    // A size, an axis or a bound that is fed is read on the computer's side: bound anew for every run, and not recorded.
    [Fact]
    public void What_an_input_tells_is_not_recorded()
    {
        var graph = new Program(StepTests.Ops).AddGraph("g");
        var (x, most) = (graph.Input("x", ElementType.Float32, [4, 6]), graph.Input("most", ElementType.Float32, []));
        graph.Output(graph.Add("Clip", x, null, most));
        Assert.Contains("is told by an input what to do", Recordable.Obstacle(graph), StringComparison.Ordinal);
        Assert.True(Recordable.TakesInputsWhenBound(graph));
        Assert.Null(Obstacle((g, v) => g.Add("Clip", v, null, g.Constant(Tensor.Scalar(1f)))));
    }

    [Fact]
    public void What_draws_or_looks_up_while_it_runs_is_not_recorded()
    {
        Assert.Contains("draws anew at each run", Obstacle((g, x) => g.Add("Bernoulli", x), new Registry().AddAssembly(typeof(Nabla.Plugins.Bernoulli).Assembly)), StringComparison.Ordinal);
        Assert.Contains("reads the computer's memory while it runs", Obstacle((g, x) => g.Add("GatherND", x, g.Constant(Tensor.Of(new long[] { 0, 1 }, 2, 1)))), StringComparison.Ordinal);
    }
}
