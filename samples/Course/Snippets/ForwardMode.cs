using Nabla.Symbolic;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void ForwardMode()
    {
        var f = ExpressionParser.Parse("ln(x1) + x1*x2 - sin(x2)");
        var trace = Trace.Of(f, new Dictionary<string, double> { ["x1"] = 2, ["x2"] = 5 });
        foreach (var step in trace.Tangent("x1"))
            Console.WriteLine($"{step.Name} = {step.Value,6:F3} = {step.Formula}");

        Value[] v = Example();
        var tangent = Tangent.OfSeeded([v[^1]], v[0], v[1]);
        double[] Slope(double dx1, double dx2) =>
            Run([tangent[v[^1]]], (v[0], [2]), (v[1], [5]), (tangent.Seeds[0], [dx1]), (tangent.Seeds[1], [dx2]))[0];
        Print("∂f/∂x1", Slope(1, 0));
        Print("∂f/∂x2", Slope(0, 1));
    }
}
