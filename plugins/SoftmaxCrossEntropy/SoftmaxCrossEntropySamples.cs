using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The samples that the ops of this plugin are checked over.</summary>
public sealed class SoftmaxCrossEntropySamples : IOpSamples
{
    /// <inheritdoc/>
    IEnumerable<OpSample> IOpSamples.Samples =>
    [
        .. from op in new[] { "mean", "sum", "none" }
           from ignore in new long?[] { null, 2 }
           from weights in new[] { false, true }
           select Loss($"{op}{(ignore is null ? "" : " ignoring")}{(weights ? " weighted" : "")}", new SoftmaxCrossEntropyLoss(ignore, op), weights, [7, 5]),
        Loss("volume", new SoftmaxCrossEntropyLoss(1), true, [3, 4, 2, 5]), Loss("volume none", new SoftmaxCrossEntropyLoss(null, "none"), false, [3, 4, 2]),
        Loss("1000 classes", new SoftmaxCrossEntropyLoss(), false, [3, 1003]), Loss("one row", new SoftmaxCrossEntropyLoss(), false, [1, 2]),
        .. from reduction in new[] { "mean", "sum", "none" }
           from weights in new[] { false, true }
           select Grad($"{reduction}{(weights ? " weighted" : "")}", new SoftmaxCrossEntropyGrad(1, reduction), weights),
        .. from reduction in new[] { "mean", "sum", "none" }
           from weights in new[] { false, true }
           from scores in new long[][] { [7, 5], [3, 40] }
           select Both($"{reduction}{(weights ? " weighted" : "")} of {scores[1]} classes", new SoftmaxCrossEntropyLossAndGrad(1, reduction), weights, scores),
        Both("volume", new SoftmaxCrossEntropyLossAndGrad(null, "none"), true, [3, 4, 2]),
        .. from op in new[] { "mean", "sum", "none" }
           from ignore in new long?[] { null, 2 }
           from weights in new[] { false, true }
           from scores in new long[][] { [7, 5], [3, 4, 2, 5] }
           select Likelihood($"{op}{(ignore is null ? "" : " ignoring")}{(weights ? " weighted" : "")} of {scores.Length} dimensions", new NegativeLogLikelihoodLoss(ignore, op), weights, scores),
        Likelihood("ignoring a label that is no class", new NegativeLogLikelihoodLoss(-100), false, [3, 2], Tensor.Vector(1L, -100, 0)),
        Likelihood("int32", new NegativeLogLikelihoodLoss(), false, [3, 2], Tensor.Vector(1, 1, 0)),
    ];

    static OpSample Loss(string name, SoftmaxCrossEntropyLoss op, bool weighted, long[] scores)
    {
        var labels = Labels(scores);
        return new($"SoftmaxCrossEntropyLoss {name}", op, [InputSpec.Float(scores), labels, .. Weights(weighted, scores[1])]) { Tolerance = 5e-6 };
    }

    static OpSample Likelihood(string name, NegativeLogLikelihoodLoss op, bool weighted, long[] scores, Tensor? labels = null) =>
        new($"NegativeLogLikelihoodLoss {name}", op, [InputSpec.Float(scores), labels is null ? Labels(scores) : InputSpec.Of(labels), .. Weights(weighted, scores[1])]) { Tolerance = 5e-6 };

    // On ONNX Runtime its body is run.
    static OpSample Grad(string name, SoftmaxCrossEntropyGrad op, bool weighted) =>
        new($"SoftmaxCrossEntropyGrad {name}", op, [op.Reduction == "none" ? InputSpec.Float(7) : InputSpec.Float(), InputSpec.Float(7, 5), Labels([7, 5]), .. Weights(weighted, 5)]) { Tolerance = 5e-6 };

    // On ONNX Runtime its body is run, as that of its second half.
    static OpSample Both(string name, SoftmaxCrossEntropyLossAndGrad op, bool weighted, long[] scores) =>
        new($"SoftmaxCrossEntropyLossAndGrad {name}", op, [InputSpec.Float(scores), Labels(scores), op.Reduction == "none" ? InputSpec.Float([scores[0], .. scores.Skip(2)]) : InputSpec.Float(), .. Weights(weighted, scores[1])]) { Tolerance = 5e-6 };

    static InputSpec Labels(long[] scores)
    {
        long count = scores.Aggregate(1L, (a, b) => a * b) / scores[1];
        return InputSpec.Of(Tensor.Of([.. Enumerable.Range(0, (int)count).Select(i => (i * 7L + 1) % scores[1])], [scores[0], .. scores.Skip(2)]));
    }

    static InputSpec[] Weights(bool weighted, long classes) => weighted ? [InputSpec.Float(classes).In(0.5, 2)] : [];
}
