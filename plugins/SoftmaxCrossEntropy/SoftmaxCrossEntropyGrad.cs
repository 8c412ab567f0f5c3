using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The adjoint of the scores of a SoftmaxCrossEntropyLoss: c·(e^log_prob − 1_label), c the adjoint of each row's loss times its weight. Its
/// body says the same in standard ops: so it can be exported, and differentiated again.</summary>
/// <param name="IgnoreIndex">A label that counts for nothing.</param>
/// <param name="Reduction">"mean", "sum" or "none".</param>
[Op("SoftmaxCrossEntropyGrad", 1, Domain = "nabla", Signature = "d_loss, log_prob, labels, weights? -> d_scores")]
public sealed record SoftmaxCrossEntropyGrad(long? IgnoreIndex = null, string Reduction = "mean") : Op
{
    /// <inheritdoc/>
    public override bool ComputesWide => true;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        CrossEntropyRules.Check(x, x.Shape(1), Reduction, labels: 2, weights: 3);
        var each = Reduction == "none" ? x.Shape(2) : Shape.Scalar;
        x.Require(x.Element(0) == x.Element(1) && x.Shape(0).Fits(each), $"d_loss must be {new TensorType(x.Element(1), each)}, as the loss is");
        return [x.Type(1)];
    }

    /// <inheritdoc/>
    public override bool PrefersBody(IReadOnlyList<Value?> x) => x[1]!.Shape.Rank != 2;

    /// <inheritdoc/>
    public override bool CanOverwrite(int input, int output) => input == 1;

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var (dLoss, logs, labels, weights) = (x[0]!, x[1]!, x[2]!, x[3]);
        var classes = logs.Shape[1].IsStatic ? graph.Constant(Tensor.Scalar(logs.Shape[1].Size)) : graph.Add("Gather", logs.ShapeOf(), graph.Constant(Tensor.Scalar(1L)));
        Value? used = null;
        if (IgnoreIndex is { } ignored)
        {
            used = labels.EqualTo(labels.Literal(ignored)).Not();
            labels = used.Where(labels, labels.Literal(0));
        }
        var hot = labels.AddWith("OneHot", [("axis", 1L)], classes, graph.Constant(logs.Element == ElementType.Float64 ? Tensor.Vector(0.0, 1.0) : Tensor.Vector(0f, 1f)));
        var weight = weights is null ? null : graph.Add("Gather", weights, labels);
        if (used is not null) weight = used.Where(weight ?? logs.Literal(1), logs.Literal(0));
        var each = Reduction == "mean" ? dLoss / (weight is null ? labels.CountOf().Cast(logs.Element) : weight.Sum()) : dLoss;
        if (weight is not null) each *= weight;
        if (each.Shape.Rank > 0) each = each.Unsqueeze(1);
        return [(logs.Exp() - hot) * each];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => b.Out().Element switch
    {
        ElementType.Float32 => new CrossEntropyGradKernel<float>(b, Reduction, IgnoreIndex),
        ElementType.Float64 => new CrossEntropyGradKernel<double>(b, Reduction, IgnoreIndex),
        _ => null,
    };
}
