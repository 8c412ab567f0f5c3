namespace Nabla.Ops;

/// <summary>A reduction over leading dimensions whose result goes through a region piece by piece, such as the sum that is a bias's gradient through
/// the bias's update. Inputs: the data, then those of the region but the result. Lives in compiled graphs only.</summary>
/// <param name="Reduction">What the reduction is called.</param>
/// <param name="Axes">How many dimensions are reduced.</param>
/// <param name="Sizes">The sizes of the result.</param>
/// <param name="Region">What follows it.</param>
/// <param name="Hole">The region's input that is the result.</param>
[Op("FusedReduction", 1, Domain = "nabla", Signature = "data, x* -> y+")]
public sealed record FusedReduction<R>(string Reduction, int Axes, AttributeList<long> Sizes, Region Region, int Hole) : Op where R : struct, IReduction
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x) => [.. Region.Outputs.Select(s => new TensorType(Region.Steps[s].Element, Shape.Of(Sizes.Span)))];

    /// <inheritdoc/>
    public override bool CanOverwrite(int input, int output) => input >= 1 && Region.MayOverwrite(input - 1 < Hole ? input - 1 : input, output);

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b)
    {
        var inputs = Enumerable.Range(1, b.InputCount - 1).Select(b.In).ToList();
        inputs.Insert(Hole, Operand.Elsewhere(b.In().Element, Sizes.Span));
        if (RegionCode.Bind(Region, [.. inputs], [.. Enumerable.Range(0, b.OutputCount).Select(b.Out)], b.Threads, Hole) is not { } code) return null;
        return b.In().Element switch
        {
            ElementType.Float32 => Bind<float>(b.In(), code),
            ElementType.Float64 => Bind<double>(b.In(), code),
            _ => null,
        };
    }

    unsafe ReductionSequence Bind<T>(Operand data, RegionCode code) where T : unmanaged, System.Numerics.INumber<T>
    {
        nint rows = 1;
        for (int i = 0; i < Axes; i++) rows *= (nint)data.Sizes[i];
        return new([new ReductionPass<T, R>((T*)data.Pointer, null, (1, rows, (nint)code.Columns), epilogue: new RegionEpilogue(code))], []);
    }
}
