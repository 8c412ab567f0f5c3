using Nabla.Ops;

namespace Nabla.Guide;

static class FirstGraph
{
    public static void Run()
    {
        var program = new Program(PluginFolder.LoadDefault());
        var graph = program.AddGraph("layer");
        var x = graph.Input("x", ElementType.Float32, [Dim.Symbol("N"), 3]);
        var w = graph.Parameter(new Variable("w", Tensor.Of([1f, 2, 3, 4, 5, 6], 3, 2)));
        var y = graph.Output(x.MatMul(w).Relu().Sum(), "y");
        Console.Write(graph);

        var adjoint = Adjoint.Of(y, w);
        Console.Write(adjoint.Graph);
    }
}
