using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The samples that the ops of this plugin are checked over.</summary>
public sealed class NormalizationSamples : IOpSamples
{
    /// <inheritdoc/>
    IEnumerable<OpSample> IOpSamples.Samples =>
    [
        .. new long[] { 1, 7, 8, 33, 1003 }.SelectMany(n => new[]
        {
            Case($"LayerNormalization [3,{n}]", new LayerNormalization(), [3, n], [n], [n]), Case($"RMSNormalization [3,{n}]", new RMSNormalization(), [3, n], [n]),
        }),
        Case("LayerNormalization without B", new LayerNormalization(), [3, 9], [9]), Case("LayerNormalization axis 1", new LayerNormalization(1, 0.1f), [2, 3, 4], [3, 4], [3, 4]),
        Case("LayerNormalization of all", new LayerNormalization(0), [3, 4], [3, 4], [3, 4]),
        Case("RMSNormalization axis 1", new RMSNormalization(1, 0.1f), [2, 3, 4], [3, 4]),
        Case("InstanceNormalization", new InstanceNormalization(), [2, 3, 4, 5], [3], [3]), Case("InstanceNormalization of one dimension", new InstanceNormalization(0.1f), [2, 3, 9], [3], [3]),
        Case("GroupNormalization", new GroupNormalization(2), [3, 4, 5, 2], [4], [4]), Case("GroupNormalization of one group", new GroupNormalization(1, 0.1f), [2, 4, 9], [4], [4]),
        Case("GroupNormalization of one channel each", new GroupNormalization(4), [2, 4, 9], [4], [4]),
        Case("MeanVarianceNormalization", new MeanVarianceNormalization(), [2, 3, 4, 5]), Case("MeanVarianceNormalization axes", new MeanVarianceNormalization([0, 1, 2, 3]), [2, 3, 4, 5]),
        Batch("", new BatchNormalization(), [4, 3, 5, 2]), Batch(" of rows", new BatchNormalization(0.1f), [4, 3]),
        Batch(" in training", new BatchNormalization(1e-5f, 0.9f, 1), [4, 3, 5, 2]), Batch(" in training of rows", new BatchNormalization(0.1f, 0.7f, 1), [9, 3]),
        new("Dropout", new Dropout(), InputSpec.Float(5, 9)), new("Dropout not in training", new Dropout(7), InputSpec.Float(5, 9), InputSpec.Of(Tensor.Scalar(0.3f)), InputSpec.Of(Tensor.Scalar(false))) { Constant = new HashSet<int> { 1, 2 } },
        new("Dropout not in training, decided late", new Dropout(7), InputSpec.Float(5, 9), InputSpec.Of(Tensor.Scalar(0.3f)), InputSpec.Of(Tensor.Scalar(false))),
        new("Dropout of nothing", new Dropout(7), InputSpec.Float(5, 9), InputSpec.Of(Tensor.Scalar(0f)), InputSpec.Of(Tensor.Scalar(true))),
        new("Dropout in training", new Dropout(7), InputSpec.Float(50, 1000), InputSpec.Of(Tensor.Scalar(0.3f)), InputSpec.Of(Tensor.Scalar(true))) { NotOnOrt = "its masks are its own", Differentiable = false },
    ];

    static OpSample Case(string name, Op op, params long[][] shapes) => new(name, op, [.. shapes.Select(s => InputSpec.Float(s))]) { Tolerance = 1e-5 };

    static OpSample Batch(string name, Op op, long[] x) =>
        new($"BatchNormalization{name}", op, InputSpec.Float(x), InputSpec.Float(x[1]), InputSpec.Float(x[1]), InputSpec.Float(x[1]), InputSpec.Float(x[1]).In(0.5, 2)) { Tolerance = 1e-5 };
}
