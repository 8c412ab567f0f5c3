using Nabla.Ops;

namespace Nabla.Course;

/// <summary>What the examples of the course share.</summary>
public static partial class Lesson
{
    /// <summary>The ops of all plugins.</summary>
    public static Registry Ops { get; } = PluginFolder.LoadDefault();

    /// <summary>An empty graph in a program of its own.</summary>
    public static Graph NewGraph() => new Program(Ops).AddGraph("f");

    /// <summary>An input of float64 numbers; without sizes a scalar.</summary>
    public static Value Input(this Graph g, string name, params long[] sizes) =>
        g.Input(name, ElementType.Float64, Shape.Of(sizes));

    /// <summary>What some values are, for numbers of the inputs: compiled, fed, run.</summary>
    public static double[][] Run(Value[] wanted, params (Value Input, double[] Numbers)[] at)
    {
        var run = Cpu.Backend(1).Compile(wanted[0].Graph.Program, wanted);
        foreach (var input in run.Inputs) at.Single(a => a.Input == input).Numbers.CopyTo(run.Input<double>(input));
        run.Run();
        return [.. wanted.Select(v => run.Output<double>(v).ToArray())];
    }

    /// <summary>A name and its numbers in a line.</summary>
    public static void Print(string name, params double[] numbers) =>
        Console.WriteLine($"{name} ={string.Concat(numbers.Select(n => $" {n,7:F3}"))}");
}
