using Nabla.Ops;

namespace Nabla.Guide;

static class Plan
{
    public static void Run()
    {
        var program = new Program(PluginFolder.LoadDefault());
        var graph = program.AddGraph("layer");
        var x = graph.Input("x", ElementType.Float32, [Dim.Symbol("N"), 64]);
        var w = graph.Parameter(new Variable("w", Tensor.Filled(ElementType.Float32, 0.1, 64, 32)));
        var b = graph.Parameter(new Variable("b", Tensor.Filled(ElementType.Float32, 0, 32)));
        var y = (x.MatMul(w) + b).Tanh() * 2;

        var (planned, plan) = Cpu.Backend().Plan(program, [y], new Dictionary<string, long> { ["N"] = 128 });
        Console.WriteLine($"{graph.Nodes.Count} ops become {planned.Nodes.Count} kernel: {planned.Nodes[0].Op.Schema.Name}");
        Console.WriteLine($"the arena holds {plan.ArenaBytes} bytes");
    }
}
