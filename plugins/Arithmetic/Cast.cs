using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The same numbers in another element type: floats are cut towards zero when they become integers, anything but zero becomes true.</summary>
/// <param name="To">The element type of the output.</param>
/// <param name="Saturate">For the 8-bit floating-point types only: clamp what is too large.</param>
/// <param name="RoundMode">For the 8-bit type of exponents alone: <c>up</c>, <c>down</c> or <c>nearest</c>.</param>
[Op("Cast", 6, 9, 13, 19, 21, 23, 24, 25, Signature = "input -> output")]
public sealed record Cast(ElementType To, long Saturate = 1, string RoundMode = "up") : Op
{
    /// <inheritdoc/>
    public override int OldestVersion(IReadOnlyList<Value?> x) => RoundMode != "up" ? 24 : Saturate != 1 ? 19 : 6;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x) => [new(To, x.Shape())];

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x) => To is ElementType.Int64 or ElementType.Int32 ? x.Content(0) : null;

    // x̄ = ȳ, cast back; between a float and an integer there is no slope.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY.Cast(p.Type().Element)];

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => CastKernel.Bind(b.In(), b.Out());
}
