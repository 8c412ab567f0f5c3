using Nabla.Ops;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void JacobianByColumnsOrRows()
    {
        var g = NewGraph();
        Value x = g.Input("x", 3), a = g.Constant(Tensor.Of([1.0, 2, 3, 4, 5, 6], 2, 3));
        var y = a.MatMul(x).Tanh();
        foreach (bool reverse in new[] { true, false })
        {
            var jacobian = new Jacobian(y, x, reverse).Compile(Cpu.Backend(1));
            jacobian.Feed(x, Tensor.Vector(0.1, 0.2, -0.3));
            double[] rows = jacobian.Evaluate().Span<double>().ToArray();
            Print(reverse ? "2 runs in reverse" : "3 runs forward   ", rows);
        }
    }
}
