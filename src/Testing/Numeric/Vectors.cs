namespace Nabla.Testing;

/// <summary>Sums over lists of numbers.</summary>
static class Vectors
{
    /// <summary>Σ aᵢbᵢ.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Σ |aᵢbᵢ|: how large the terms are of which <see cref="Dot"/> is the sum.</summary>
    public static double Size(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += Math.Abs(a[i] * b[i]);
        return sum;
    }

    /// <summary>a + t·b.</summary>
    public static double[] Moved(ReadOnlySpan<double> a, double t, ReadOnlySpan<double> b)
    {
        var moved = a.ToArray();
        for (int i = 0; i < moved.Length; i++) moved[i] += t * b[i];
        return moved;
    }

    /// <summary>Numbers between −1 and 1, none of them near 0: each element counts.</summary>
    public static double[] Directions(long count, Random random)
    {
        var d = new double[count];
        for (int i = 0; i < d.Length; i++) d[i] = (0.25 + 0.75 * random.NextDouble()) * (random.Next(2) * 2 - 1);
        return d;
    }

    /// <summary>The largest |aᵢ − bᵢ|; infinite where one is NaN or the lists differ in length.</summary>
    public static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length) return double.PositiveInfinity;
        double largest = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double d = Math.Abs(a[i] - b[i]);
            if (double.IsNaN(d)) return double.PositiveInfinity;
            largest = Math.Max(largest, d);
        }
        return largest;
    }

    /// <summary>The largest |aᵢ|.</summary>
    public static double Largest(ReadOnlySpan<double> a)
    {
        double largest = 0;
        foreach (double v in a) largest = Math.Max(largest, Math.Abs(v));
        return largest;
    }
}
