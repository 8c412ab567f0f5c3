using Nabla.Ops;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void CubeOfTheNorm()
    {
        var g = NewGraph();
        var x = g.Input("x", 2);
        var f = (x * x).Sum().Pow(1.5);

        var hessian = Jacobian.Hessian(f, x).Compile(Cpu.Backend(1));
        hessian.Feed(x, Tensor.Vector(3.0, 4));
        Print("H ", hessian.Evaluate().Span<double>().ToArray());

        var product = new HessianVectorProduct(f, x);
        Print("Hv", Run([product[x]!], (x, [3, 4]), (product.Directions[0], [1, -1]))[0]);
    }
}
