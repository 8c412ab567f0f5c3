using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Where in the data the slices begin that the last dimension of a tensor of indices points to.</summary>
/// <param name="indices">64-bit integers.</param>
/// <param name="data">What they point into.</param>
/// <param name="batch">Leading dimensions that both have.</param>
sealed unsafe class SlicePlaces(Operand indices, Operand data, int batch)
{
    readonly int _depth = (int)indices.Sizes[^1];
    readonly long* _indices = (long*)indices.Pointer;
    readonly nint[] _strides = StridedCopy.Strides(data.Sizes), _sizes = [.. data.Sizes.ToArray().Select(s => (nint)s)];

    /// <summary>How many there are.</summary>
    public nint Count { get; } = Product(indices.Sizes[..^1]);

    /// <summary>Elements of each.</summary>
    public nint Slice { get; } = Product(data.Sizes[(batch + (int)indices.Sizes[^1])..]);

    nint PerBatch { get; } = Product(indices.Sizes[batch..^1]);

    /// <summary>The first element of slice <paramref name="i"/>.</summary>
    public nint Of(nint i)
    {
        nint place = batch == 0 ? 0 : i / PerBatch * _strides[batch - 1];
        for (int a = 0; a < _depth; a++) place += Indices.Checked(_indices[i * _depth + a], _sizes[batch + a]) * _strides[batch + a];
        return place;
    }

    static nint Product(ReadOnlySpan<long> sizes)
    {
        nint product = 1;
        foreach (long size in sizes) product *= (nint)size;
        return product;
    }
}
