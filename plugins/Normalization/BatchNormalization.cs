using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = (x − μ)/√(σ² + ε)·scale + b for x [N, C, d…]: with given μ and σ² of each channel, or in training with those of the batch; the
/// given ones then move towards these and are further outputs.</summary>
/// <param name="Epsilon">What keeps the root from 0.</param>
/// <param name="Momentum">How much of the given mean and variance is kept in training.</param>
/// <param name="TrainingMode">1 to take mean and variance of the batch.</param>
[Op("BatchNormalization", 14, 15, Signature = "X, scale, B, input_mean, input_var -> Y, running_mean?, running_var?")]
public sealed record BatchNormalization(float Epsilon = 1e-5f, float Momentum = 0.9f, long TrainingMode = 0) : Op
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.RequireFloat();
        for (int i = 1; i <= 4; i++)
        {
            x.RequireFloat(i);
            x.RequirePerChannel(i);
        }
        return TrainingMode == 0 ? [x.Type()] : [x.Type(), x.Type(3), x.Type(4)];
    }

    // In training the older one has more outputs.
    /// <inheritdoc/>
    public override OlderForm? Downgrade(IReadOnlyList<Value?> x) => TrainingMode == 0 ? new(new BatchNormalization9(Epsilon, Momentum), x) : null;

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var (data, rank) = (x[0]!, x[0]!.Shape.Rank);
        var wide = Moments.Wide(data);
        Value Channels(int input) => Moments.PerChannel(x[input]!.Cast(wide.Element), rank);
        if (TrainingMode == 0) return [((wide - Channels(3)) / Moments.Deviation(Channels(4), Epsilon) * Channels(1) + Channels(2)).Cast(data.Element)];

        var (mean, centred, variance) = Moments.Of(wide, [.. Enumerable.Range(0, rank).Where(i => i != 1).Select(i => (long)i)]);
        Value Moved(int input, Value batch) => x[input]! * Momentum + batch.Reshape(-1).Cast(x[input]!.Element) * (1 - (double)Momentum);
        var y = centred / Moments.Deviation(variance, Epsilon) * Channels(1) + Channels(2);
        return [y.Cast(data.Element), Moved(3, mean), Moved(4, variance)];
    }
}

/// <summary>Before version 14 a node is in training if it names more than one output; the moments of the batch are among them.</summary>
[Op("BatchNormalization", 9, Signature = "X, scale, B, mean, var -> Y, mean?, var?, saved_mean?, saved_var?")]
public sealed record BatchNormalization9(float Epsilon = 1e-5f, float Momentum = 0.9f) : BatchNormalizationUpgrade(Epsilon, Momentum, 1)
{
    /// <inheritdoc/>
    public override OlderForm? Downgrade(IReadOnlyList<Value?> x) => Outputs == 1 ? new(new BatchNormalization7(Epsilon, Momentum), x) : null;
}

/// <summary>Before version 9 there could be moments for each feature, not only for each channel.</summary>
[Op("BatchNormalization", 7, Signature = "X, scale, B, mean, var -> Y, mean?, var?, saved_mean?, saved_var?")]
public sealed record BatchNormalization7(float Epsilon = 1e-5f, float Momentum = 0.9f, long Spatial = 1) : BatchNormalizationUpgrade(Epsilon, Momentum, Spatial);

/// <summary>Before version 7 an attribute told whether a node is in training.</summary>
[Op("BatchNormalization", 6, Signature = "X, scale, B, mean, var -> Y, mean?, var?, saved_mean?, saved_var?")]
public sealed record BatchNormalization6(float Epsilon = 1e-5f, long IsTest = 0, float Momentum = 0.9f, long Spatial = 1)
    : BatchNormalizationUpgrade(Epsilon, Momentum, Spatial)
{
    private protected override bool Trains => IsTest == 0;
}
