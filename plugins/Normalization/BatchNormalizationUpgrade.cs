using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Batch normalization whose number of outputs tells training (five) from use (one).</summary>
/// <param name="Epsilon">What keeps the root from 0.</param>
/// <param name="Momentum">How much of the given mean and variance is kept in training.</param>
/// <param name="Spatial">1 for one mean and variance a channel, 0 for one a feature.</param>
public abstract record BatchNormalizationUpgrade(float Epsilon, float Momentum, long Spatial) : Upgrade
{
    /// <summary>How many outputs the node names.</summary>
    public int Outputs { get; init; } = 1;

    private protected virtual bool Trains => Outputs > 1;

    /// <inheritdoc/>
    public override Op ForOutputs(int outputs, IReadOnlyList<Value?> x) => this with { Outputs = outputs };

    // Outside training the given moments stay what they are.
    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var (mean, variance) = (x[3]!, x[4]!);
        Value[] y = Spatial == 0 ? PerFeature(x) : [.. graph.Add(new BatchNormalization(Epsilon, Momentum, Trains ? 1 : 0), x[0], x[1], x[2], mean, variance)];
        if (Outputs == 1) return [y[0]];
        if (!Trains) return [y[0], mean, variance, mean, variance];
        if (y.Length == 3)
        {
            long[] axes = [.. Enumerable.Range(0, x[0]!.Shape.Rank).Where(i => i != 1).Select(i => (long)i)];
            var (mu, _, sigma2) = Moments.Of(x[0]!, axes);
            y = [.. y, mu.Squeeze(axes), sigma2.Squeeze(axes)];
        }
        return y;
    }

    Value[] PerFeature(IReadOnlyList<Value?> x)
    {
        var (data, scale, bias) = (x[0]!, x[1]!, x[2]!);
        if (!Trains) return [(data - x[3]!) / Moments.Deviation(x[4]!, Epsilon) * scale + bias];
        var (mean, centred, variance) = Moments.Of(data, [0]);
        Value Moved(Value given, Value batch) => given * Momentum + batch * (1 - (double)Momentum);
        var (mu, sigma2) = (mean.Squeeze(0), variance.Squeeze(0));
        return [centred / Moments.Deviation(variance, Epsilon) * scale + bias, Moved(x[3]!, mu), Moved(x[4]!, sigma2), mu, sigma2];
    }
}
