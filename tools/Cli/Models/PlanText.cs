using Nabla.Ops;

namespace Nabla.Cli;

/// <summary>What the CPU backend would run: the graph after all passes, then where each value lies.</summary>
static class PlanText
{
    public static string Of(Program program, IReadOnlyList<Value> outputs, int batch)
    {
        var inputs = program.Graphs.SelectMany(g => g.Inputs).Where(v => v.Kind == ValueKind.Input && v.Shape.Rank > 0).ToList();
        var sizes = inputs.SelectMany(v => v.Shape[0].Symbols).Distinct().ToDictionary(s => s, _ => (long)batch);
        var (graph, plan) = Cpu.Backend(1).Plan(program, outputs, sizes);
        return $"{SsaPrinter.Print(graph)}{plan}";
    }
}
