using Nabla.Training;

namespace Nabla.Course;

/// <summary>Points of the plane in two classes that no line separates.</summary>
public static class Clouds
{
    /// <summary>Around the corners (±1, ±1): class 1 where the signs differ.</summary>
    public static Dataset Xor(int count = 200) => Draw("XOR", count, (i, random) =>
    {
        double x = i % 4 < 2 ? 1 : -1, y = i % 2 == 0 ? 1 : -1;
        return (x + 0.3 * random.NextNormal(), y + 0.3 * random.NextNormal(), x * y < 0);
    });

    /// <summary>Around two circles about the origin: class 1 on the inner one.</summary>
    public static Dataset Circles(int count = 200) => Draw("circles", count, (i, random) =>
    {
        double radius = (i % 2 == 0 ? 1.5 : 0.6) + 0.1 * random.NextNormal();
        var (sin, cos) = Math.SinCos(2 * Math.PI * random.NextUniform());
        return (radius * cos, radius * sin, i % 2 == 1);
    });

    public static IReadOnlyList<Dataset> All { get; } = [Xor(), Circles()];

    static Dataset Draw(string name, int count, Func<int, RandomStream, (double X, double Y, bool Class)> draw)
    {
        var random = new RandomStream(1, name);
        var points = Enumerable.Range(0, count).Select(i => draw(i, random)).ToList();
        return Dataset.Regression(name, [.. points.SelectMany(p => new[] { (float)p.X, (float)p.Y })], [2], [.. points.Select(p => p.Class ? 1f : 0f)]);
    }
}
