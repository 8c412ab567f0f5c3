namespace Nabla.Weights;

/// <summary>Conversions between floating-point types.</summary>
static class Conversion
{
    /// <summary>float16 and bfloat16 as float32, which holds each of their numbers.</summary>
    public static Tensor Widen(Tensor tensor) => To(tensor, ElementType.Float32);

    /// <summary>True if <see cref="To"/> converts one into the other.</summary>
    public static bool Exists(ElementType from, ElementType to) => from == to || IsComputed(from) && IsComputed(to);

    /// <summary>Each element rounded to the nearest of another type.</summary>
    public static Tensor To(Tensor tensor, ElementType to)
    {
        if (tensor.Element == to) return tensor;
        var values = tensor.ToDoubles();
        return to switch
        {
            ElementType.Float64 => Tensor.Of(values, tensor.Dims),
            ElementType.Float32 => Tensor.Of(Array.ConvertAll(values, v => (float)v), tensor.Dims),
            ElementType.Float16 => Tensor.Of(Array.ConvertAll(values, v => (Half)v), tensor.Dims),
            _ => Tensor.Of(Array.ConvertAll(values, v => (BFloat16)v), tensor.Dims),
        };
    }

    /// <summary>True if no element changed on the way.</summary>
    public static bool IsExact(Tensor from, Tensor to)
    {
        // A wider type holds all numbers of a narrower one; float16 and bfloat16 do not hold each other's.
        if (ReferenceEquals(from, to) || to.Element.Bits() > from.Element.Bits()) return true;
        double[] a = from.ToDoubles(), b = to.ToDoubles();
        for (int i = 0; i < a.Length; i++) if (a[i] != b[i] && !(double.IsNaN(a[i]) && double.IsNaN(b[i]))) return false;
        return true;
    }

    static bool IsComputed(ElementType element) => element is ElementType.Float16 or ElementType.BFloat16 or ElementType.Float32 or ElementType.Float64;
}
