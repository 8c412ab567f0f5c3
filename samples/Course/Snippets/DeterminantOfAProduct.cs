using Nabla.Ops;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void DeterminantOfAProduct()
    {
        var g = NewGraph();
        Value a = g.Input("A", 2, 3), x = g.Input("X", 3, 3), b = g.Input("B", 3, 2);
        var y = a.MatMul(x).MatMul(b);
        var det = y.Det();
        var byHand = det * a.T.MatMul(y.Inverse().T).MatMul(b.T);
        Console.WriteLine($"the same: {Same(Adjoint.Of(det, x)[x], byHand)}");
    }
}
