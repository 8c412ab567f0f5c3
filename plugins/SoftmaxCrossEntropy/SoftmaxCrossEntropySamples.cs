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
        .. new[] { "mean", "sum", "none" }.Select(r => Grad(r, new SoftmaxCrossEntropyGrad(1, r), r == "none")),
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
        return new($"SoftmaxCrossEntropyLoss {name}", op, [InputSpec.Float(scores), labels, .. weighted ? [Weights(scores[1])] : (InputSpec[])[]]) { Tolerance = 5e-6 };
    }

    static OpSample Likelihood(string name, NegativeLogLikelihoodLoss op, bool weighted, long[] scores, Tensor? labels = null) =>
        new($"NegativeLogLikelihoodLoss {name}", op, [InputSpec.Float(scores), labels is null ? Labels(scores) : InputSpec.Of(labels), .. weighted ? [InputSpec.Float(scores[1]).In(0.5, 2)] : (InputSpec[])[]]) { Tolerance = 5e-6 };

    static OpSample Grad(string name, SoftmaxCrossEntropyGrad op, bool each) =>
        new($"SoftmaxCrossEntropyGrad {name}", op, each ? InputSpec.Float(7) : InputSpec.Float(), InputSpec.Float(7, 5), Labels([7, 5])) { NotOnOrt = "it is an op of Nabla; its body is compared instead" };

    static InputSpec Labels(long[] scores)
    {
        long count = scores.Aggregate(1L, (a, b) => a * b) / scores[1];
        return InputSpec.Of(Tensor.Of([.. Enumerable.Range(0, (int)count).Select(i => (i * 7L + 1) % scores[1])], [scores[0], .. scores.Skip(2)]));
    }

    // Class weights are constants of the model: the op has no adjoint for them.
    static InputSpec Weights(long classes) => InputSpec.Of(Tensor.Of([.. Enumerable.Range(0, (int)classes).Select(i => 0.5f + i)], classes));
}
