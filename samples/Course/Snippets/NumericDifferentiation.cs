using Nabla.Testing;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void NumericDifferentiation()
    {
        double F(double x1, double x2) => Math.Log(x1) + x1 * x2 - Math.Sin(x2);
        double exact = 2 - Math.Cos(5);

        Console.WriteLine("ε      forward  central");
        foreach (double ε in new[] { 1e-1, 1e-2, 1e-3 })
        {
            double forward = FiniteDifferences.ForwardAt(t => F(2, 5 + t), ε), central = FiniteDifferences.CentralAt(t => F(2, 5 + t), ε);
            Console.WriteLine($"{ε:0e-0}   {Math.Abs(forward - exact):0e-00}    {Math.Abs(central - exact):0e-00}");
        }

        var best = FiniteDifferences.Central(t => F(2, 5 + t));
        Console.WriteLine($"a step of its own choice: {best.Value:F10}, error below 1e-10: {best.Error < 1e-10}");
    }
}
