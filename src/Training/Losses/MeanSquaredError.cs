using Nabla.Ops;

namespace Nabla.Training;

/// <summary>(ŷ − y)², the mean over all elements: outputs and targets float32 [N, targets].</summary>
public sealed class MeanSquaredError : Loss
{
    /// <inheritdoc/>
    public override bool IsClassification => false;

    /// <inheritdoc/>
    public override TensorType LabelsFor(TensorType output) => output;

    /// <inheritdoc/>
    public override Value Build(Value output, Value labels)
    {
        var d = output - labels;
        return (d * d).Mean();
    }

    /// <summary><c>mean squared error</c>.</summary>
    public override string ToString() => "mean squared error";
}
