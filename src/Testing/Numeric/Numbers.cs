namespace Nabla.Testing;

/// <summary>Tensors of any numeric type as doubles, for comparing.</summary>
public static class Numbers
{
    /// <summary>The elements; bool as 0 and 1.</summary>
    public static double[] Of(Tensor tensor) => tensor.Element switch
    {
        ElementType.Float32 => [.. tensor.Span<float>().ToArray().Select(v => (double)v)],
        ElementType.Float64 => tensor.Span<double>().ToArray(),
        ElementType.Int64 => [.. tensor.Span<long>().ToArray().Select(v => (double)v)],
        ElementType.Int32 => [.. tensor.Span<int>().ToArray().Select(v => (double)v)],
        ElementType.Bool => [.. tensor.Span<bool>().ToArray().Select(v => v ? 1.0 : 0.0)],
        var other => throw new NablaException($"Tensors of {other.Text()} are not compared."),
    };

    /// <summary>The first place where two lists differ by more than absolute + relative·|expected|, or null. NaN equals NaN, an infinity itself.</summary>
    public static string? Difference(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double absolute, double relative)
    {
        if (expected.Count != actual.Count) return $"{expected.Count} elements were expected; there are {actual.Count}";
        for (int i = 0; i < expected.Count; i++)
        {
            var (e, a) = (expected[i], actual[i]);
            if (e.Equals(a) || double.IsNaN(e) && double.IsNaN(a) || e == a) continue;
            if (!(Math.Abs(e - a) <= absolute + relative * Math.Abs(e))) return $"element {i} is {a:R}; {e:R} was expected";
        }
        return null;
    }
}
