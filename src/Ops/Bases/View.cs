namespace Nabla.Ops;

/// <summary>The same elements in another shape. Lives in compiled graphs only, where all sizes are known.</summary>
[Op("View", 1, Domain = "nabla", Signature = "x -> y")]
public sealed record View(AttributeList<long> Sizes) : Op
{
    /// <inheritdoc/>
    public override bool IsView => true;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x) => [new(x.Element(), Shape.Of(Sizes.Span))];
}
