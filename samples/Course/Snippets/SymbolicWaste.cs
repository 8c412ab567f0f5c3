using Nabla.Symbolic;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void SymbolicWaste()
    {
        Console.WriteLine(" n  by the rules  simplified  reverse mode");
        foreach (int n in new[] { 3, 5, 10, 20, 50 })
        {
            var product = Enumerable.Range(1, n).Select(i => (Expression)new Symbol($"θ{i}")).Aggregate((a, b) => a * b);
            var gradient = product.Gradient();

            var g = NewGraph();
            var adjoint = Adjoint.Of(product.ToGraph(g), [.. g.Inputs]);

            OperationCount raw = OperationCount.Of(gradient), simple = OperationCount.Of(gradient.Select(d => d.Simplify())), reverse = OperationCount.Of(g, adjoint.Graph);
            Console.WriteLine($"{n,2}  {raw.Multiplications,12}  {simple.Multiplications,10}  {reverse.Multiplications,12}");
        }
    }
}
