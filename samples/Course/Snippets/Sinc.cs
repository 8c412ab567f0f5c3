using Nabla.Ops;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void Sinc()
    {
        var g = NewGraph();
        Value x = g.Input("x", 3), sin = g.Add("Sin", x), one = x.Literal(1), isZero = x.EqualTo(x.Literal(0));
        var naive = isZero.Where(one, sin / x);
        var careful = isZero.Where(one, sin / isZero.Where(one, x));
        foreach (var (name, sinc) in new[] { ("naive  ", naive), ("careful", careful) })
        {
            Print($"{name} sinc ", Run([sinc], (x, [-2, 0, 2]))[0]);
            Print($"{name} slope", Run([Adjoint.Of(sinc.Sum(), x)[x]], (x, [-2, 0, 2]))[0]);
        }
    }
}
