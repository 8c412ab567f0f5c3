using Nabla.Symbolic;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void SymbolicWaste()
    {
        Console.WriteLine(" n  by the rules  simplified  reverse mode");
        foreach (int n in new[] { 3, 5, 10, 20, 50 })
        {
            IEnumerable<Expression> θ = Enumerable.Range(1, n).Select(i => new Symbol($"θ{i}"));
            var product = θ.Aggregate((a, b) => a * b);
            var gradient = product.Gradient();

            var g = NewGraph();
            var adjoint = Adjoint.Of(product.ToGraph(g), [.. g.Inputs]);

            long raw = OperationCount.Of(gradient).Multiplications;
            long simplified = OperationCount.Of(gradient.Select(d => d.Simplify())).Multiplications;
            long reverse = OperationCount.Of(g, adjoint.Graph).Multiplications;
            Console.WriteLine($"{n,2}  {raw,12}  {simplified,10}  {reverse,12}");
        }
    }
}
