namespace Nabla.Course;

public static partial class Lesson
{
    public static void StepsAndSigmoids()
    {
        Console.WriteLine("neurons  Heaviside  sigmoid");
        foreach (int n in new[] { 8, 16, 32, 64, 128 })
        {
            double[] steps = Approximation.OnGrid(x => Approximation.Steps(x, n, Approximation.Heaviside));
            double[] sigmoids = Approximation.OnGrid(x => Approximation.Steps(x, n, Approximation.Sigmoid(k: 4 * n)));
            Console.WriteLine($"{n,7}  {Approximation.ErrorOf(steps),9:F3}  {Approximation.ErrorOf(sigmoids),7:F3}");
        }
    }
}
