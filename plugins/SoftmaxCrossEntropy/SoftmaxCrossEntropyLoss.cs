using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The loss of classification: ℓₙ = −w[lₙ]·ln softmax(xₙ)[lₙ] for scores x [N, C, d…] and labels l [N, d…]; 0 where the label is to be ignored.
/// The mean divides by the sum of the weights that were used.</summary>
/// <param name="Reduction">"mean", "sum" or "none".</param>
/// <param name="IgnoreIndex">A label that counts for nothing.</param>
[Op("SoftmaxCrossEntropyLoss", 12, 13, Signature = "scores, labels, weights? -> output, log_prob?")]
public sealed record SoftmaxCrossEntropyLoss(long? IgnoreIndex = null, string Reduction = "mean") : Op, IJoint
{
    /// <inheritdoc/>
    public override bool ComputesWide => true;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        CrossEntropyRules.Check(x, x.Shape(0), Reduction);
        var loss = Reduction == "none" ? x.Shape(1) : Shape.Scalar;
        return [new(x.Element(), loss), x.Type()];
    }

    // With p = softmax(x) and c the factor of each loss: x̄ = c·(p − 1_l), and from log_prob ȳ: x̄ = ȳ − p·Σ ȳ
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        var (dLoss, dLog) = (p.dYs[0], p.dYs[1]);
        Value? dx = null;
        if (p.Wants(0) && dLoss is not null)
            dx = p.Graph.Add(new SoftmaxCrossEntropyGrad(IgnoreIndex, Reduction), dLoss, p.Y(1), p.X(1), p.Has(2) ? p.X(2) : null)[0];
        if (p.Wants(0) && dLog is not null)
        {
            var fromLog = dLog - p.Y(1).Exp() * dLog.Sum([1], keepDims: true);
            dx = dx is null ? fromLog : dx + fromLog;
        }
        return [dx, null, p.Wants(2) && dLoss is not null ? OfWeights(p, dLoss) : null];
    }

    // With aₙ = −log_probₙ[lₙ]: w̄[lₙ] += ȳₙ·aₙ; the mean L = Σ w[lₙ]·aₙ / Σ w[lₙ] gives ȳ·(aₙ − L) / Σ w[lₙ].
    Value OfWeights(Pullback p, Value dLoss)
    {
        var (labels, weights, zero) = (p.X(1), p.X(2), p.Literal(0));
        Value? used = null;
        if (IgnoreIndex is { } ignored)
        {
            used = labels.EqualTo(labels.Literal(ignored)).Not();
            labels = used.Where(labels, labels.Literal(0));
        }
        var each = -p.Y(1).AddWith("GatherElements", [("axis", 1L)], labels.Unsqueeze(1)).Squeeze(1);
        if (Reduction == "mean")
        {
            var taken = p.Graph.Add("Gather", weights, labels);
            each = (each - p.Y(0)) / (used is null ? taken : used.Where(taken, zero)).Sum();
        }
        each *= dLoss;
        if (used is not null) each = used.Where(each, zero);
        return zero.Expand(p.ShapeOf(2)).AddWith("ScatterElements", [("reduction", "add")], labels.Reshape(-1), each.Reshape(-1));
    }

    /// <inheritdoc/>
    public override bool CanOverwrite(int input, int output) => input == 0 && output == 1;

    /// <inheritdoc/>
    (Op Op, IReadOnlyList<Value?> Inputs)? IJoint.JoinedWith(Node node, Node reader) =>
        reader.Op.Equals(new SoftmaxCrossEntropyGrad(IgnoreIndex, Reduction)) && reader.Inputs[1] == node.Outputs[1] && reader.Inputs[2] == node.Inputs[1]
        && reader.Inputs.ElementAtOrDefault(3) == node.Inputs.ElementAtOrDefault(2)
            ? (new SoftmaxCrossEntropyLossAndGrad(IgnoreIndex, Reduction), [node.Inputs[0], node.Inputs[1], reader.Inputs[0], node.Inputs.ElementAtOrDefault(2)])
            : null;

    /// <inheritdoc/>
    public override bool PrefersBody(IReadOnlyList<Value?> x) => x[0]!.Shape.Rank != 2;

    // Classes last, everything else rows.
    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var (scores, labels) = (x[0]!, x[1]!);
        int rank = scores.Shape.Rank;
        if (rank == 2) return null;
        int[] last = [0, .. Enumerable.Range(2, rank - 2), 1], back = [0, rank - 1, .. Enumerable.Range(1, rank - 2)];
        var moved = scores.Transpose(last);
        var rows = graph.Add(this, moved.Reshape(-1, scores.Shape[1].Size), labels.Reshape(-1), x[2]);
        var loss = Reduction == "none" ? rows[0].Reshape(labels.ShapeOf()) : rows[0];
        return [loss, rows[1].Reshape(moved.ShapeOf()).Transpose(back)];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => b.In(0).Element switch
    {
        ElementType.Float32 => new CrossEntropySweep<float>(b, Reduction, IgnoreIndex, b.In(2)),
        ElementType.Float64 => new CrossEntropySweep<double>(b, Reduction, IgnoreIndex, b.In(2)),
        _ => null,
    };
}
