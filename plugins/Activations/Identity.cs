namespace Nabla.Plugins;

/// <summary>y = x.</summary>
[Op("Identity", 1, 13, 14, 16, 19, 21, 23, 24, 25, Signature = "input -> output")]
public sealed record Identity() : Op
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x) => [x.Type()];

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x) => x.Content(0);

    /// <inheritdoc/>
    public override bool IsView => true;

    // x̄ = ȳ
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY];
}
