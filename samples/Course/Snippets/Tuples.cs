using Nabla.Ops;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void Tuples()
    {
        static (Value Mean, Value Variance) Moments(Value x)
        {
            var mean = x.Mean();
            var d = x - mean;
            return (mean, (d * d).Mean());
        }

        var g = NewGraph();
        var x = g.Input("x", 4);
        var (mean, variance) = Moments(x);
        var adjoint = Adjoint.OfSeeded([mean, variance], x);

        double[] at = [1, 2, 3, 6];
        Print("(1, 0)", Run([adjoint[x]], (x, at), (adjoint.Seeds[0], [1]), (adjoint.Seeds[1], [0]))[0]);
        Print("(0, 1)", Run([adjoint[x]], (x, at), (adjoint.Seeds[0], [0]), (adjoint.Seeds[1], [1]))[0]);
        Console.Write(Adjoint.OfSeeded([mean], x).Graph);
    }
}
