namespace Nabla.Training;

/// <summary>Training with small numbers: products and what goes with them are computed in float16 or bfloat16, parameters, updates, sums and losses in float32. Gradients
/// of float16 are kept off zero by a factor on the loss, which halves where a step overflows, and that step is left out; it doubles after many that did not.
/// Source: P. Micikevicius et al., "Mixed precision training", 2018.</summary>
public sealed record MixedPrecision
{
    MixedPrecision(ElementType element, double lossScale) => (Element, LossScale) = (element, lossScale);

    /// <summary>float16 with a scaled loss.</summary>
    public static MixedPrecision Float16 { get; } = new(ElementType.Float16, 32768);

    /// <summary>bfloat16, which has the range of float32: the loss is not scaled.</summary>
    public static MixedPrecision BFloat16 { get; } = new(ElementType.BFloat16, 1);

    /// <summary>What products are computed in.</summary>
    public ElementType Element { get; }

    /// <summary>The first factor of the loss, at least 1; exactly 1 for none at all.</summary>
    public double LossScale { get; init; }

    /// <summary>Steps without an overflow after which the factor doubles.</summary>
    public int GrowthInterval { get; init; } = 2000;

    internal bool IsScaled => LossScale != 1;

    /// <summary><c>float16</c> or <c>bfloat16</c>.</summary>
    public override string ToString() => Element == ElementType.Float16 ? "float16" : "bfloat16";
}
