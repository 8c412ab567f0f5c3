namespace Nabla.OnnxRuntime;

/// <summary>Gathers how far pairs of tensors are apart.</summary>
sealed class Comparison
{
    public double MaxAbsDifference { get; private set; }

    public double MaxAbs { get; private set; }

    public long NonFinite { get; private set; }

    public long Predictions { get; private set; }

    public long EqualPredictions { get; private set; }

    /// <summary>Over rows with different predictions: how far the two outputs are apart, where they are nearer.</summary>
    public double LargestMargin { get; private set; }

    /// <exception cref="NablaException">Types or sizes differ.</exception>
    public void Add(string name, Tensor expected, Tensor actual, bool predicts)
    {
        if (expected.Element != actual.Element || !expected.Dims.SequenceEqual(actual.Dims))
            throw new NablaException($"Output '{name}' is {expected.Type} in ONNX Runtime and {actual.Type} in Nabla; the shape rule of an op is wrong.");
        if (expected.Element == ElementType.String)
        {
            if (!expected.Equals(actual)) MaxAbsDifference = double.PositiveInfinity;
            return;
        }
        var (x, y) = (Numbers(expected), Numbers(actual));
        for (int i = 0; i < x.Length; i++) Add(x[i], y[i]);
        if (predicts && expected.Dims.Length > 0 && expected.Dims[^1] > 1) Predict(x, y, (int)expected.Dims[^1]);
    }

    void Add(double x, double y)
    {
        if (double.IsFinite(x)) MaxAbs = Math.Max(MaxAbs, Math.Abs(x));
        if (!double.IsFinite(x) || !double.IsFinite(y)) NonFinite++;
        // Equal infinities, and two that are no number, do not differ; that they are none is told apart.
        double difference = x.Equals(y) ? 0 : Math.Abs(x - y);
        MaxAbsDifference = Math.Max(MaxAbsDifference, double.IsNaN(difference) ? double.PositiveInfinity : difference);
    }

    void Predict(double[] x, double[] y, int classes)
    {
        for (int i = 0; i < x.Length; i += classes)
        {
            Predictions++;
            int expected = i + ArgMax(x.AsSpan(i, classes)), actual = i + ArgMax(y.AsSpan(i, classes));
            if (expected == actual) EqualPredictions++;
            else LargestMargin = Math.Max(LargestMargin, Math.Min(x[expected] - x[actual], y[actual] - y[expected]));
        }
    }

    static int ArgMax(ReadOnlySpan<double> row)
    {
        int best = 0;
        for (int i = 1; i < row.Length; i++) if (row[i] > row[best]) best = i;
        return best;
    }

    static double[] Numbers(Tensor t) => t.Element switch
    {
        ElementType.Float32 => Convert<float>(t, v => v),
        ElementType.Float64 => t.Span<double>().ToArray(),
        ElementType.Float16 => Convert<Half>(t, v => (double)v),
        ElementType.BFloat16 => Convert<BFloat16>(t, v => (float)v),
        ElementType.Int64 => Convert<long>(t, v => v),
        ElementType.Int32 => Convert<int>(t, v => v),
        ElementType.Int16 => Convert<short>(t, v => v),
        ElementType.Int8 => Convert<sbyte>(t, v => v),
        ElementType.UInt8 => Convert<byte>(t, v => v),
        ElementType.UInt16 => Convert<ushort>(t, v => v),
        ElementType.UInt32 => Convert<uint>(t, v => v),
        ElementType.UInt64 => Convert<ulong>(t, v => v),
        ElementType.Bool => Convert<bool>(t, v => v ? 1 : 0),
        _ => throw new NablaException($"Outputs of type {t.Element.Text()} cannot be compared."),
    };

    static double[] Convert<T>(Tensor t, Converter<T, double> convert) where T : unmanaged => Array.ConvertAll(t.Span<T>().ToArray(), convert);
}
