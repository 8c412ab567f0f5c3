namespace Nabla.Plugins;

/// <summary>What ops that follow indices share.</summary>
static class Indices
{
    /// <summary>Requires 32- or 64-bit integers.</summary>
    public static void RequireIndices(this Inference x, int input) =>
        x.Require(x.Element(input) is ElementType.Int64 or ElementType.Int32, $"indices must be i64 or i32, not {x.Element(input).Text()}");

    /// <summary>Requires that indices (input 1) do not reach beyond the data (input 0) but along the axis they choose from.</summary>
    public static void RequireWithin(this Inference x, long axis)
    {
        int chosen = x.Shape().Axis(axis);
        for (int i = 0; i < x.Shape().Rank; i++)
        {
            var (data, indices) = (x.Shape()[i], x.Shape(1)[i]);
            x.Require(i == chosen || !data.IsStatic || !indices.IsStatic || indices.Size <= data.Size, $"indices {x.Shape(1)} are longer than the data {x.Shape()} in dimension {i}");
        }
    }

    /// <summary>An index counted from the front.</summary>
    /// <exception cref="NablaException">It is outside [−size, size).</exception>
    public static nint Checked(long index, nint size)
    {
        if (index < 0) index += size;
        return (ulong)index < (ulong)size ? (nint)index : throw new NablaException($"Index {index} is outside a dimension of size {size}.");
    }

    /// <summary>Index <paramref name="i"/> of a tensor of indices.</summary>
    public static unsafe long At(Operand indices, nint i) => indices.Element == ElementType.Int32 ? ((int*)indices.Pointer)[i] : ((long*)indices.Pointer)[i];
}
