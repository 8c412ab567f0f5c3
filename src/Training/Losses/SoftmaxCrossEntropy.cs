namespace Nabla.Training;

/// <summary>−ln softmax(scores)[label], the mean over the batch: scores [N, C], labels int64 [N] in [0, C). Op: ONNX SoftmaxCrossEntropyLoss.</summary>
public sealed class SoftmaxCrossEntropy : Loss
{
    /// <inheritdoc/>
    public override TensorType LabelsFor(TensorType output) => output.Shape.Rank == 2
        ? new(ElementType.Int64, [output.Shape[0]])
        : throw Unfit("Softmax cross-entropy", output, "one score a class, [N,C]");

    /// <inheritdoc/>
    public override Value Build(Value output, Value labels) => output.Graph.Add("SoftmaxCrossEntropyLoss", output, labels);

    /// <summary><c>softmax cross-entropy</c>.</summary>
    public override string ToString() => "softmax cross-entropy";
}
