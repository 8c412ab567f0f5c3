using Nabla.Symbolic;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void ForwardMode()
    {
        var f = ExpressionParser.Parse("ln(x1) + x1*x2 - sin(x2)");
        foreach (var step in Trace.Of(f, new Dictionary<string, double> { ["x1"] = 2, ["x2"] = 5 }).Tangent("x1"))
            Console.WriteLine($"{step.Name} = {step.Value,6:F3} = {step.Formula}");

        Value[] v = Example();
        var tangent = Tangent.OfSeeded([v[^1]], v[0], v[1]);
        foreach (var (name, d) in new[] { ("∂f/∂x1", (1.0, 0.0)), ("∂f/∂x2", (0, 1)) })
            Print(name, Run([tangent[v[^1]]], (v[0], [2]), (v[1], [5]), (tangent.Seeds[0], [d.Item1]), (tangent.Seeds[1], [d.Item2]))[0]);
    }
}
