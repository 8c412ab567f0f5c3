using System.Globalization;

namespace Nabla.Onnx;

/// <summary>Compares results as ONNX's own runner does: types and sizes equal, integers and texts equal, floats within 1e-7 + 1e-3·|expected|, NaN equal to NaN, an infinity only to itself.</summary>
static class Closeness
{
    const double Absolute = 1e-7, Relative = 1e-3;

    /// <summary>The first difference, or null.</summary>
    public static string? Difference(Tensor expected, Tensor actual)
    {
        if (expected.Element != actual.Element || !expected.Dims.SequenceEqual(actual.Dims)) return $"{expected.Type} is expected; there is {actual.Type}";
        if (!expected.Element.IsFloat()) return expected.Equals(actual) ? null : $"{expected} is expected; there is {actual}";
        var (x, y) = (expected.ToDoubles(), actual.ToDoubles());
        for (int i = 0; i < x.Length; i++)
            if (!IsClose(x[i], y[i]))
                return string.Create(CultureInfo.InvariantCulture, $"element {i} of {expected.Type} is {y[i]:R}; {x[i]:R} is expected, within {Relative} of it");
        return null;
    }

    // Of an infinity, the tolerance would be infinite.
    static bool IsClose(double expected, double actual) =>
        expected.Equals(actual) || double.IsFinite(expected) && Math.Abs(expected - actual) <= Absolute + Relative * Math.Abs(expected);
}
