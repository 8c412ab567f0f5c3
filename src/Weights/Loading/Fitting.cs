using System.Diagnostics.CodeAnalysis;

namespace Nabla.Weights;

/// <summary>Makes a tensor of a file what a variable takes.</summary>
static class Fitting
{
    /// <param name="stored">The tensor.</param>
    /// <param name="target">The variable.</param>
    /// <param name="isTransposed">True to turn the matrix; null if that cannot be told.</param>
    /// <param name="round">True if numbers may change.</param>
    /// <param name="value">The variable's new value.</param>
    /// <param name="reason">Why there is none.</param>
    public static bool TryFit(Tensor stored, Variable target, bool? isTransposed, bool round, [NotNullWhen(true)] out Tensor? value, [NotNullWhen(false)] out string? reason)
    {
        (value, reason) = (null, null);
        if (isTransposed is null)
        {
            reason = $"it is square, {stored.Type}, and nothing tells whether it lies as the model's or transposed, as PyTorch keeps it; say which order matrices have";
            return false;
        }
        var sizes = stored.Dims.ToArray();
        if (isTransposed.Value) Array.Reverse(sizes);
        if (!sizes.AsSpan().SequenceEqual(target.Type.Shape.ToSizes()))
        {
            reason = $"it is {stored.Type}{(isTransposed.Value ? ", to be transposed" : "")}, and the variable is {target.Type}";
            return false;
        }
        if (!Conversion.Exists(stored.Element, target.Type.Element))
        {
            reason = $"it is {stored.Type}, and the variable is {target.Type}; only floating-point types are converted";
            return false;
        }
        var converted = Conversion.To(stored, target.Type.Element);
        if (!round && !Conversion.IsExact(stored, converted))
        {
            reason = $"its numbers have more digits in {stored.Element.Text()} than {target.Type.Element.Text()} holds; allow rounding, or convert the file";
            return false;
        }
        value = isTransposed.Value ? Layout.Transposed(converted) : converted;
        return true;
    }
}
