using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Where in the data element i of a tensor of indices points: its own place, but for the axis, where the index counts.</summary>
sealed class IndexedPlaces(Operand indices, Operand data, int axis)
{
    readonly nint[] _sizes = [.. indices.Sizes.ToArray().Select(s => (nint)s)], _strides = StridedCopy.Strides(data.Sizes);
    readonly nint _size = (nint)data.Sizes[axis];

    public nint Of(nint i)
    {
        nint rest = i, place = 0;
        for (int a = _sizes.Length - 1; a >= 0; a--)
        {
            (rest, nint at) = Math.DivRem(rest, _sizes[a]);
            place += (a == axis ? Indices.Checked(Indices.At(indices, i), _size) : at) * _strides[a];
        }
        return place;
    }
}
