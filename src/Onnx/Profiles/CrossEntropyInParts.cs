namespace Nabla.Onnx;

/// <summary>−(1/N)·Σ log_softmax(scores)[label]: SoftmaxCrossEntropyLoss in ops that every device has kernels for.</summary>
sealed class CrossEntropyInParts : LocalRule
{
    public override Value[]? Replace(Node node, RewriteSite site)
    {
        if (!node.Op.Is("SoftmaxCrossEntropyLoss") || node.Inputs.Count != 2 || node.Op.Get<long?>("ignore_index") is not null) return null;
        var (scores, labels, reduction) = (node.Inputs[0]!, node.Inputs[1]!, node.Op.Get<string>("reduction"));
        if (scores.Shape.Rank != 2 || reduction == "none") return null;
        var logs = site.Add("LogSoftmax", [("axis", 1L)], null, scores);
        var each = site.Add("GatherElements", [("axis", 1L)], null, logs, site.Add("Unsqueeze", [], null, labels, site.Ints(1)));
        var sum = site.Add("ReduceSum", [("keepdims", 0L)], null, each, site.Ints(0, 1));
        return [site.Add("Mul", [], node, sum, site.Literal(scores.Element, reduction == "mean" ? -1.0 / scores.Shape[0].Size : -1)), logs];
    }
}
