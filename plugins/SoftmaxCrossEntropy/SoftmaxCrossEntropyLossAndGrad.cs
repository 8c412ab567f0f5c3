namespace Nabla.Plugins;

/// <summary>A SoftmaxCrossEntropyLoss and the adjoint of its scores at once: the exponentials are computed once for both. What becomes of the two ops in
/// a compiled step.</summary>
/// <param name="IgnoreIndex">A label that counts for nothing.</param>
/// <param name="Reduction">"mean", "sum" or "none".</param>
[Op("SoftmaxCrossEntropyLossAndGrad", 1, Domain = "nabla", Signature = "scores, labels, d_loss, weights? -> output, log_prob, d_scores")]
public sealed record SoftmaxCrossEntropyLossAndGrad(long? IgnoreIndex = null, string Reduction = "mean") : Op
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        CrossEntropyRules.Check(x, x.Shape(0), Reduction, labels: 1, weights: 3);
        var loss = new TensorType(x.Element(), Reduction == "none" ? x.Shape(1) : Shape.Scalar);
        x.Require(x.Element(2) == loss.Element && x.Shape(2).Fits(loss.Shape), $"d_loss must be {loss}, as the loss is");
        return [loss, x.Type(), x.Type()];
    }

    /// <inheritdoc/>
    public override bool PrefersBody(IReadOnlyList<Value?> x) => x[0]!.Shape.Rank != 2;

    /// <inheritdoc/>
    public override bool CanOverwrite(int input, int output) => input == 0 && output > 0;

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var loss = graph.Add(new SoftmaxCrossEntropyLoss(IgnoreIndex, Reduction), x[0], x[1], x[3]);
        return [loss[0], loss[1], graph.Add(new SoftmaxCrossEntropyGrad(IgnoreIndex, Reduction), x[2], loss[1], x[1], x[3])[0]];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => b.In(0).Element switch
    {
        ElementType.Float32 => new CrossEntropySweep<float>(b, Reduction, IgnoreIndex, b.In(3), b.In(2), b.Out(2)),
        ElementType.Float64 => new CrossEntropySweep<double>(b, Reduction, IgnoreIndex, b.In(3), b.In(2), b.Out(2)),
        _ => null,
    };
}
