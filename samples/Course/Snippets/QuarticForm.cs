using Nabla.Ops;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void QuarticForm()
    {
        var g = NewGraph();
        Value a = g.Input("A", 2, 2), b = g.Input("B", 2, 2), x = g.Input("x", 2, 1);
        var ax = x.T.MatMul(a).MatMul(x);
        var bx = x.T.MatMul(b).MatMul(x);
        var gradient = Adjoint.Of(ax * bx, x)[x];

        // (xᵀBx)(A + Aᵀ)x + (xᵀAx)(B + Bᵀ)x
        var byHand = bx * (a + a.T).MatMul(x) + ax * (b + b.T).MatMul(x);

        double[][] both = Run([gradient, byHand], (a, [1, 2, 3, 4]), (b, [2, -1, 0, 1]), (x, [1, -2]));
        Print("adjoint graph", both[0]);
        Print("by hand      ", both[1]);
    }
}
