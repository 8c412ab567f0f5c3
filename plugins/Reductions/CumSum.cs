using System.Numerics;

namespace Nabla.Plugins;

/// <summary>yᵢ = Σ xⱼ over j ≤ i along an axis, which is an input.</summary>
/// <param name="Exclusive">1 to sum over j &lt; i only.</param>
/// <param name="Reverse">1 to sum from the end.</param>
[Op("CumSum", 11, 14, Signature = "x, axis -> y")]
public sealed record CumSum(long Exclusive = 0, long Reverse = 0) : Cumulative<CumSum.Adding>(Exclusive, Reverse)
{
    /// <summary>a + x.</summary>
    public readonly struct Adding : IAccumulation
    {
        /// <inheritdoc/>
        public static T Start<T>() where T : INumber<T> => T.Zero;

        /// <inheritdoc/>
        public static T Of<T>(T accumulated, T next) where T : INumber<T> => accumulated + next;
    }

    // x̄ = the sums of ȳ from the other end.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.Graph.Add(this with { Reverse = Reverse == 0 ? 1 : 0 }, p.dY, p.X(1))[0]];
}
