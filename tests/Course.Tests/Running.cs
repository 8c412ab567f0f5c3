using Nabla.Course;

namespace Nabla.Tests;

/// <summary>Graphs over matrices, and what they compute.</summary>
static class Running
{
    public static Graph NewGraph() => new Program(Lesson.Ops).AddGraph("f");

    public static Value Input(Graph g, string name, Matrix like) => g.Input(name, ElementType.Float64, [like.Rows, like.Columns]);

    /// <summary>The numbers of some values, for numbers of the inputs.</summary>
    public static double[][] Run(IReadOnlyList<Value> outputs, params ReadOnlySpan<(Value Input, Matrix Numbers)> fed)
    {
        var run = Nabla.Ops.Cpu.Backend(1).Compile(outputs[0].Graph.Program, outputs);
        foreach (var (input, numbers) in fed)
            if (run.Inputs.Contains(input)) run.Feed(input, Tensor.Of(numbers.Elements, input.Shape.ToSizes()));
        run.Run();
        return [.. outputs.Select(o => run.Output<double>(o).ToArray())];
    }
}
