namespace Nabla.Ops;

/// <summary>One dimension of a copy: how many steps, and how many elements a step goes on at either end.</summary>
/// <param name="Size">Steps.</param>
/// <param name="From">Elements between two steps where it is read; 0 repeats, negative goes backwards.</param>
/// <param name="To">Elements between two steps where it is written.</param>
public readonly record struct StridedAxis(nint Size, nint From, nint To)
{
    /// <summary>The same copy in as few dimensions as can be.</summary>
    internal static List<StridedAxis> Merge(IEnumerable<StridedAxis> axes)
    {
        var merged = new List<StridedAxis>();
        foreach (var axis in axes)
        {
            if (axis.Size == 1) continue;
            if (merged.Count > 0 && merged[^1] is var outer && outer.From == axis.From * axis.Size && outer.To == axis.To * axis.Size)
                merged[^1] = axis with { Size = outer.Size * axis.Size };
            else merged.Add(axis);
        }
        if (merged.Count == 0) merged.Add(new(1, 1, 1));
        return merged;
    }
}
