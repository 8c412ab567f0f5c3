using System.Numerics;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>yᵢ = Π xⱼ over j ≤ i along an axis, which is an input. Derivatives of any order are right also where elements are zero.</summary>
/// <param name="Exclusive">1 to multiply over j &lt; i only.</param>
/// <param name="Reverse">1 to multiply from the end.</param>
[Op("CumProd", 26, Signature = "x, axis -> y")]
public sealed record CumProd(long Exclusive = 0, long Reverse = 0) : Cumulative<CumProd.Multiplying>(Exclusive, Reverse)
{
    /// <summary>a·x.</summary>
    public readonly struct Multiplying : IAccumulation
    {
        /// <inheritdoc/>
        public static T Start<T>() where T : INumber<T> => T.One;

        /// <inheritdoc/>
        public static T Of<T>(T accumulated, T next) where T : INumber<T> => accumulated * next;
    }

    // With yᵢ = xᵢ·yᵢ₋₁: x̄ᵢ = λᵢ·yᵢ₋₁, λᵢ = ȳᵢ + xᵢ₊₁·λᵢ₊₁. An exclusive product is that of the place before, and so is its ȳ.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        if (p.Node.Inputs[1]!.Content is not [{ IsStatic: true } known]) throw p.Missing("CumProd has no adjoint rule for an axis that is not known while the graph is built");
        var (axis, onwards, exclusive) = (known.Size, Reverse == 0 ? 1 : -1, Exclusive != 0);
        var back = new LinearRecurrence(axis, Reverse == 0 ? 1 : 0);
        var dy = exclusive ? Shift.Along(p.dY, axis, -onwards) : p.dY;
        var before = exclusive ? p.Y() : Shift.Along(p.Y(), axis, onwards, 1);
        return [p.Graph.Add(back, Shift.Along(p.X(), axis, -onwards), dy)[0] * before];
    }

    // By doubling: after the step with shift d each place holds the product of 2d.
    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        if (x[1]!.Content is not [{ IsStatic: true } known] || !x[0]!.Shape[x[0]!.Shape.Axis(known.Size)].IsStatic) return null;
        var (y, axis, onwards) = (x[0]!, known.Size, Reverse == 0 ? 1 : -1);
        long size = y.Shape[y.Shape.Axis(axis)].Size;
        if (Exclusive != 0) y = Shift.Along(y, axis, onwards, 1);
        for (long d = 1; d < size; d *= 2) y *= Shift.Along(y, axis, d * onwards, 1);
        return [y];
    }
}
