using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>A tensor moved along an axis.</summary>
static class Shift
{
    /// <summary>yᵢ = xᵢ₋ₙ, with a number where that is outside.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis; negative from the end.</param>
    /// <param name="by">n, positive or negative.</param>
    /// <param name="fill">The number.</param>
    public static Value Along(Value x, long axis, long by, double fill = 0)
    {
        var pads = new long[2 * x.Shape.Rank];
        int at = x.Shape.Axis(axis);
        (pads[at], pads[at + x.Shape.Rank]) = (by, -by);
        return x.Graph.Add("Pad", x, x.Graph.Ints(pads), fill == 0 ? null : x.Literal(fill));
    }
}
