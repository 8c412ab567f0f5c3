namespace Nabla.Tests.Upgrades;

/// <summary>Batch normalization from its definition, in float64: one mean and variance for each number that scale holds.</summary>
static class BatchMoments
{
    const double Epsilon = 1e-5;

    /// <summary>(x − μ)/√(σ² + ε)·scale + b.</summary>
    /// <param name="given">x [N, C, d…], scale, b, mean, variance; all but x [C] or [C, d…].</param>
    /// <param name="mean">μ.</param>
    /// <param name="variance">σ².</param>
    public static Tensor[] Normalized(Tensor[] given, Tensor mean, Tensor variance)
    {
        var x = given[0].Span<float>();
        var y = new float[x.Length];
        for (int i = 0; i < y.Length; i++)
        {
            int g = GroupOf(given, i);
            y[i] = (float)((x[i] - mean.Span<float>()[g]) / Math.Sqrt(variance.Span<float>()[g] + Epsilon) * given[1].Span<float>()[g] + given[2].Span<float>()[g]);
        }
        return [Tensor.Of(y, given[0].Dims)];
    }

    /// <summary>All five outputs in training: y, the given moments moved towards those of the batch, those of the batch.</summary>
    public static Tensor[] Trained(Tensor[] given, double momentum)
    {
        int groups = (int)given[1].Count;
        var (n, sum, squares) = (new double[groups], new double[groups], new double[groups]);
        var x = given[0].Span<float>().ToArray();
        for (int i = 0; i < x.Length; i++)
        {
            n[GroupOf(given, i)]++;
            sum[GroupOf(given, i)] += x[i];
        }
        for (int i = 0; i < x.Length; i++) squares[GroupOf(given, i)] += Math.Pow(x[i] - sum[GroupOf(given, i)] / n[GroupOf(given, i)], 2);
        Tensor Each(Func<int, double> of) => Tensor.Of([.. Enumerable.Range(0, groups).Select(g => (float)of(g))], given[1].Dims);
        double Moved(int input, int g, double batch) => given[input].Span<float>()[g] * momentum + batch * (1 - momentum);
        Tensor mean = Each(g => sum[g] / n[g]), variance = Each(g => squares[g] / n[g]);
        return [.. Normalized(given, mean, variance), Each(g => Moved(3, g, sum[g] / n[g])), Each(g => Moved(4, g, squares[g] / n[g])), mean, variance];
    }

    // Of [N, C, d…] either the channel, or the place within a sample.
    static int GroupOf(Tensor[] given, int i)
    {
        long sample = given[0].Count / given[0].Dims[0], inner = sample / given[0].Dims[1];
        return (int)(given[1].Count == sample ? i % sample : i % sample / inner);
    }
}
