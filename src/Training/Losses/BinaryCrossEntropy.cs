using Nabla.Ops;

namespace Nabla.Training;

/// <summary>Binary cross-entropy of logits x and labels y in [0, 1], the mean over all elements: −y·ln σ(x) − (1 − y)·ln(1 − σ(x)) = ln(1 + eˣ) − x·y.
/// Outputs and labels float32 [N, 1]; class 1 is decided for where x &gt; 0.</summary>
/// <remarks>Softplus is the stable ln(1 + eˣ). The other stable form, max(x, 0) − x·y + ln(1 + e^−|x|), is the same number, but built of two functions with a corner
/// at 0, where its derivative by rules would be −y instead of ½ − y: a model that starts at 0 would learn from wrong gradients.</remarks>
public sealed class BinaryCrossEntropy : Loss
{
    /// <inheritdoc/>
    public override TensorType LabelsFor(TensorType output) => output.Shape.Rank == 2 && output.Shape[1].Is(1)
        ? output
        : throw Unfit("Binary cross-entropy", output, "one logit a sample, [N,1]");

    /// <inheritdoc/>
    public override Value Build(Value output, Value labels) => (output.Softplus() - output * labels).Mean();

    /// <inheritdoc/>
    public override int ClassesOf(int width) => 2;

    /// <inheritdoc/>
    public override int Decide(ReadOnlySpan<float> output) => output[0] > 0 ? 1 : 0;

    /// <summary><c>binary cross-entropy</c>.</summary>
    public override string ToString() => "binary cross-entropy";
}
