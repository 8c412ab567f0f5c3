namespace Nabla.Ops;

/// <summary>A matrix product whose result goes through a region tile by tile, while the tile is in the nearest cache. Inputs: A, B, then those of
/// the region but the product itself. Lives in compiled graphs only.</summary>
/// <param name="TransA">A is read transposed.</param>
/// <param name="TransB">B is read transposed.</param>
/// <param name="Region">What follows it.</param>
/// <param name="Hole">The region's input that is the product.</param>
/// <param name="Place">The output in whose memory the product is built up, before the region overwrites it; −1 for none: each tile is handed to the region
/// from memory of its worker's own, so the region may write over any of its inputs, such as a weight over its predecessor.</param>
[Op("FusedProduct", 1, Domain = "nabla", Signature = "A, B, x* -> y+")]
public sealed record FusedProduct(bool TransA, bool TransB, Region Region, int Hole, int Place) : Op
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        Shape shape = [x.Shape(0)[TransA ? 1 : 0], x.Shape(1)[TransB ? 0 : 1]];
        return [.. Region.Outputs.Select(s => new TensorType(Region.Steps[s].Element, shape))];
    }

    /// <inheritdoc/>
    public override bool CanOverwrite(int input, int output) =>
        input >= 2 && (Place < 0 || output != Place) && Region.MayOverwrite(input - 2 < Hole ? input - 2 : input - 1, output);

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b)
    {
        var inputs = Enumerable.Range(2, b.InputCount - 2).Select(b.In).ToList();
        var product = Operand.Elsewhere(b.In(0).Element, [b.In(0).Sizes[TransA ? 1 : 0], b.In(1).Sizes[TransB ? 0 : 1]]);
        inputs.Insert(Hole, product);
        if (Place < 0 && Subtraction.Of(Region, Hole) is { } subtraction && Subtracted(b, subtraction, inputs, product) is { } kernel) return kernel;
        var code = RegionCode.Bind(Region, [.. inputs], [.. Enumerable.Range(0, b.OutputCount).Select(b.Out)], b.Threads, Hole);
        return code is null ? null : ProductKernel.Bind(new(TransA, TransB), b, Place < 0 ? product : b.Out(Place), new RegionEpilogue(code));
    }

    // Only in place: a product that is subtracted from a copy would have to write it first.
    unsafe Kernel? Subtracted(Binding b, Subtraction subtraction, List<Operand> inputs, Operand product)
    {
        Operand w = inputs[subtraction.Minuend], scale = inputs[subtraction.Scale];
        bool fits = w.Pointer == b.Out(0).Pointer && w.Sizes.SequenceEqual(product.Sizes) && scale.Count == 1 && w.Element == product.Element && scale.Element == product.Element;
        return fits ? ProductKernel.BindSubtraction(new(TransA, TransB), b, w, scale) : null;
    }
}
