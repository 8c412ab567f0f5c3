namespace Nabla.Course;

public static partial class Lesson
{
    public static void SecondDerivatives()
    {
        Value[] v = Example();
        var gradient = Adjoint.Of(v[^1], v[0], v[1]);
        foreach (int i in new[] { 0, 1 })
        {
            var second = Adjoint.Of(gradient[v[i]], v[0], v[1]);
            double[][] row = Run([second[v[0]], second[v[1]]], (v[0], [2]), (v[1], [5]));
            Print($"row {i + 1} of the Hessian", row[0][0], row[1][0]);
        }
    }
}
