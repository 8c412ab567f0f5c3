using Nabla.Testing;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void NumericDifferentiation()
    {
        // f(2, 5 + t), whose slope at t = 0 is 2 − cos 5
        double F(double t) => Math.Log(2) + 2 * (5 + t) - Math.Sin(5 + t);
        double exact = 2 - Math.Cos(5);

        Console.WriteLine("ε     forward  central");
        foreach (double ε in new[] { 1e-1, 1e-2, 1e-3 })
        {
            double forward = FiniteDifferences.ForwardAt(F, ε) - exact, central = FiniteDifferences.CentralAt(F, ε) - exact;
            Console.WriteLine($"{ε:0e-0}  {Math.Abs(forward):0e-0}    {Math.Abs(central):0e-0}");
        }

        var best = FiniteDifferences.Central(F);
        Console.WriteLine($"a step of its own choice: {best.Value:F10}, off by less than 1e-10: {best.Error < 1e-10}");
    }
}
