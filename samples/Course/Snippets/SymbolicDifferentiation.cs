using Nabla.Symbolic;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void SymbolicDifferentiation()
    {
        var f = ExpressionParser.Parse("ln(x1) + x1*x2 - sin(x2)");
        foreach (var x in f.Variables)
        {
            var slope = f.Differentiate(x);
            Console.WriteLine($"∂f/∂{x} = {slope}");
            Console.WriteLine($"      = {slope.Simplify()}");
            Console.WriteLine($"      = {slope.Evaluate(("x1", 2), ("x2", 5)):F3}");
        }
    }
}
