using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The same numbers in the element type of a second input.</summary>
/// <param name="Saturate">For the 8-bit floating-point types only: clamp what is too large.</param>
/// <param name="RoundMode">For the 8-bit type of exponents alone: <c>up</c>, <c>down</c> or <c>nearest</c>.</param>
[Op("CastLike", 15, 19, 21, 23, 24, 25, Signature = "input, target_type -> output")]
public sealed record CastLike(long Saturate = 1, string RoundMode = "up") : Op
{
    /// <inheritdoc/>
    public override int OldestVersion(IReadOnlyList<Value?> x) => RoundMode != "up" ? 24 : Saturate != 1 ? 19 : 15;

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) =>
        [x[0]!.AddWith("Cast", [("to", (long)x[1]!.Element), ("saturate", Saturate), ("round_mode", RoundMode)])];

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x) => x.Element(1) is ElementType.Int64 or ElementType.Int32 ? x.Content(0) : null;

    // Of the second input only the type matters.
    /// <inheritdoc/>
    public override bool HasZeroDerivative(int input) => input == 1;
}
