namespace Nabla.Course;

public static partial class Lesson
{
    public static void AdjointGraph()
    {
        Value[] v = Example();
        var adjoint = Adjoint.Of(v[^1], v[0], v[1]);
        Console.WriteLine(adjoint.Graph);

        double[][] gradient = Run([adjoint[v[0]], adjoint[v[1]]], (v[0], [2]), (v[1], [5]));
        Print("∂f/∂x1", gradient[0]);
        Print("∂f/∂x2", gradient[1]);
    }
}
