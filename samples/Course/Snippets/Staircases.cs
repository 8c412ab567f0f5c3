namespace Nabla.Course;

public static partial class Lesson
{
    public static void Staircases()
    {
        double f(double x) => Math.Sin(2 * Math.PI * x) + 0.5 * Math.Cos(5 * Math.PI * x);
        double[] grid = [.. Enumerable.Range(0, 1001).Select(i => i / 1000.0)];
        double Error(Func<Value, Value> network)
        {
            var x = NewGraph().Input("x", grid.Length, 1);
            return Run([network(x)], (x, grid))[0].Zip(grid, (y, at) => Math.Abs(y - f(at))).Max();
        }

        Console.WriteLine("  n  indicators   jumps  sigmoids");
        foreach (int n in new[] { 8, 16, 32, 64, 128 })
        {
            double indicators = Error(x => Staircase.Indicators(x, f, n, Staircase.Heaviside));
            double jumps = Error(x => Staircase.Jumps(x, f, n, Staircase.Heaviside));
            double sigmoids = Error(x => Staircase.Jumps(x, f, n, Staircase.Sigmoid(k: 4 * n)));
            Console.WriteLine($"{n,3}  {indicators,10:F3}  {jumps,6:F3}  {sigmoids,8:F3}");
        }
    }
}
