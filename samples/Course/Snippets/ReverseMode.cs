using Nabla.Symbolic;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void ReverseMode()
    {
        var f = ExpressionParser.Parse("ln(x1) + x1*x2 - sin(x2)");
        var trace = Trace.Of(f, new Dictionary<string, double> { ["x1"] = 2, ["x2"] = 5 });
        foreach (var step in trace.Adjoint())
            Console.WriteLine($"{step.Name} = {step.Value,6:F3} = {step.Formula}");
    }
}
