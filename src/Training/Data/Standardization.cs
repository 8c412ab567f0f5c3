namespace Nabla.Training;

/// <summary>x ← (x − μ) / σ for each feature, with the mean and standard deviation of the training part, so that columns of different units weigh alike.</summary>
public sealed class Standardization
{
    readonly float[] _mean, _scale;

    Standardization(float[] mean, float[] scale) => (_mean, _scale) = (mean, scale);

    /// <summary>μ of each feature.</summary>
    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>1/σ of each feature; 1 where a feature is constant.</summary>
    public ReadOnlySpan<float> Scale => _scale;

    /// <summary>Measures a data set: population mean and standard deviation, in float64.</summary>
    /// <exception cref="NablaException">The data set is empty.</exception>
    public static Standardization Fit(Dataset data)
    {
        if (data.Count == 0) throw new NablaException($"Dataset '{data.Name}' is empty; mean and deviation need at least one sample.");
        int features = data.FeatureCount;
        var (sum, squares) = (new double[features], new double[features]);
        for (int i = 0; i < data.Count; i++)
            for (int j = 0; j < features; j++) sum[j] += data.Sample(i)[j];
        for (int i = 0; i < data.Count; i++)
        {
            for (int j = 0; j < features; j++)
            {
                double d = data.Sample(i)[j] - sum[j] / data.Count;
                squares[j] += d * d;
            }
        }
        return new([.. sum.Select(s => (float)(s / data.Count))], [.. squares.Select(s => s > 0 ? (float)(1 / Math.Sqrt(s / data.Count)) : 1f)]);
    }

    /// <summary>Both parts, standardised by the training part.</summary>
    public static DataSplit Apply(DataSplit split)
    {
        var fitted = Fit(split.Train);
        return new(fitted.Apply(split.Train), fitted.Apply(split.Test));
    }

    /// <summary>A standardised copy.</summary>
    /// <exception cref="NablaException">The number of features differs.</exception>
    public Dataset Apply(Dataset data)
    {
        if (data.FeatureCount != _mean.Length) throw new NablaException($"Dataset '{data.Name}' has {data.FeatureCount} features; the standardization was fitted to {_mean.Length}.");
        var features = data.Features.ToArray();
        for (int i = 0; i < features.Length; i++)
        {
            int j = i % _mean.Length;
            features[i] = (features[i] - _mean[j]) * _scale[j];
        }
        return data.WithFeatures(features);
    }
}
