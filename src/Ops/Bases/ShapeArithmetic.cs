namespace Nabla.Ops;

/// <summary>Arithmetic on integer vectors whose elements are known as dimensions, so that computed shapes stay symbolic.</summary>
public static class ShapeArithmetic
{
    /// <summary>The elements of f(a, b) for inputs 0 and 1, a lone element being repeated; null where one is not known.</summary>
    public static Dim[]? Of(Inference x, Func<Dim, Dim, Dim?> f)
    {
        if (x.Content(0) is not { } a || x.Content(1) is not { } b || a.Length != b.Length && a.Length != 1 && b.Length != 1) return null;
        var y = new Dim[Math.Max(a.Length, b.Length)];
        for (int i = 0; i < y.Length; i++)
        {
            if (Followed(f, a[a.Length == 1 ? 0 : i], b[b.Length == 1 ? 0 : i]) is not { } dim) return null;
            y[i] = dim;
        }
        return y;
    }

    // Where 64-bit arithmetic would wrap, the result is no size that anyone means.
    static Dim? Followed(Func<Dim, Dim, Dim?> f, Dim a, Dim b)
    {
        try
        {
            return f(a, b);
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
