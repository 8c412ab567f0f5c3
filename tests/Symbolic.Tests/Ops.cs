using Nabla.Ops;
using Nabla.Symbolic;

namespace Nabla.Tests;

/// <summary>The built-in ops, and expressions computed by the framework.</summary>
static class BuiltIn
{
    public static Registry Ops { get; } = new Registry()
        .AddAssembly(typeof(Nabla.Plugins.Add).Assembly).AddAssembly(typeof(Nabla.Plugins.Relu).Assembly)
        .AddAssembly(typeof(Nabla.Plugins.Reshape).Assembly).AddAssembly(typeof(Nabla.Plugins.ReduceSum).Assembly);

    /// <summary>An expression as a graph, its variables declared as inputs in the order given.</summary>
    public static (Value Y, Value[] X) Graph(Expression e, params IEnumerable<string> names)
    {
        var graph = new Program(Ops).AddGraph("forward");
        Value[] x = [.. names.Select(n => graph.Input(n, ElementType.Float64, Shape.Scalar))];
        return (graph.Output(e.ToGraph(graph)), x);
    }

    /// <summary>Values of a program at a point.</summary>
    public static double[] Run(IReadOnlyList<Value> outputs, IReadOnlyDictionary<string, double> point)
    {
        var run = Cpu.Backend(1).Compile(outputs[0].Graph.Program, [.. outputs.Distinct()]);
        foreach (var input in run.Inputs) run.Feed(input, Tensor.Scalar(point[input.Name]));
        run.Run();
        return [.. outputs.Select(o => run.Output<double>(o)[0])];
    }
}
