namespace Nabla.Ops;

/// <summary>Elementwise nodes that a pass joined: one sweep instead of many. Lives in compiled graphs only.</summary>
[Op("Fused", 1, Domain = "nabla", Signature = "x* -> y+")]
public sealed record Fused(Region Region, AttributeList<long> Sizes) : Op
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x) => [.. Region.Outputs.Select(s => new TensorType(Region.Steps[s].Element, Shape.Of(Sizes.Span)))];

    /// <inheritdoc/>
    public override bool CanOverwrite(int input, int output) => Region.MayOverwrite(input, output);

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) =>
        RegionCode.Bind(Region, [.. Enumerable.Range(0, b.InputCount).Select(b.In)], [.. Enumerable.Range(0, b.OutputCount).Select(b.Out)], b.Threads) is { } code
            ? new RegionKernel(code) : null;
}
