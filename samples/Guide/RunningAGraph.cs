using Nabla.Ops;

namespace Nabla.Guide;

static class RunningAGraph
{
    public static void Run()
    {
        var program = new Program(PluginFolder.LoadDefault());
        var graph = program.AddGraph("f");
        var x = graph.Input("x", ElementType.Float64, [Dim.Symbol("N")]);
        var y = (x * x.Sin()).Sum();
        var dx = Adjoint.Of(y, x)[x];

        var run = Cpu.Backend().Compile(program, [y, dx], new Dictionary<string, long> { ["N"] = 3 });
        double[] point = [0, 1, 2];
        point.CopyTo(run.Input<double>(x));
        run.Run();
        Console.WriteLine($"y = {run.Output<double>(y)[0]:F6}");
        Console.WriteLine($"dy/dx = {string.Join(", ", run.Output<double>(dx).ToArray().Select(v => $"{v:F6}"))}");
    }
}
