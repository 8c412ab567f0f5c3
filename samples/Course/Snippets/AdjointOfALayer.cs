using Nabla.Ops;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void AdjointOfALayer()
    {
        var g = NewGraph();
        Value x = g.Input("X", 5, 3), w = g.Input("W", 3, 2), b = g.Input("b", 2);
        var y = g.Output((x.MatMul(w) + b).Sigmoid(), "Y");
        Console.Write(Adjoint.OfSeeded([y], x, w, b).Graph);
    }
}
