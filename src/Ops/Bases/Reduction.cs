using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Ops;

/// <summary>A reduction by a formula.</summary>
/// <param name="Keepdims">1 to keep reduced dimensions with size 1.</param>
/// <param name="NoopWithEmptyAxes">1 to reduce no dimension, rather than all, where no axes are given.</param>
public abstract record Reduction<R>(long Keepdims, long NoopWithEmptyAxes) : ReductionOp(Keepdims, NoopWithEmptyAxes), IColumnReduction where R : struct, IReduction
{
    /// <inheritdoc/>
    public override Kernel? Bind(Binding b)
    {
        int rank = b.In().Rank;
        int[] axes = [.. (b.FixedInts(1) ?? []).Select(a => Axes.Axis(a, rank))];
        // Neighbours that are both reduced or both kept are one dimension.
        var groups = new List<(nint Size, bool Reduced)>();
        for (int i = 0; i < rank; i++)
        {
            nint size = (nint)b.In().Sizes[i];
            bool reduced = Reduces(axes, i);
            if (size == 1) continue;
            if (groups.Count > 0 && groups[^1].Reduced == reduced) groups[^1] = (groups[^1].Size * size, reduced);
            else groups.Add((size, reduced));
        }
        return b.In().Element switch
        {
            ElementType.Float32 => Passes<float>(b, groups),
            ElementType.Float64 => Passes<double>(b, groups),
            ElementType.Int32 when !NeedsFloat => Passes<int>(b, groups),
            ElementType.Int64 when !NeedsFloat => Passes<long>(b, groups),
            ElementType.UInt64 when !NeedsFloat => Passes<ulong>(b, groups),
            _ => null,
        };
    }

    /// <inheritdoc/>
    bool IColumnReduction.KeepsOne => R.KeepsOne;

    /// <inheritdoc/>
    int? IColumnReduction.LeadingAxes(Node node)
    {
        int rank = node.Inputs[0]!.Shape.Rank;
        if (node.Inputs.ElementAtOrDefault(1) is not { Constant: { } constant }) return null;
        int[] axes = [.. constant.Span<long>().ToArray().Select(a => Axes.Axis(a, rank))];
        return axes.Length > 0 && axes.Length < rank && axes.Order().SequenceEqual(Enumerable.Range(0, axes.Length)) ? axes.Length : null;
    }

    /// <inheritdoc/>
    Op IColumnReduction.With(int axes, Shape result, Region region, int hole) => new FusedReduction<R>(Schema.Name, axes, AttributeList.Create<long>(result.ToSizes()), region, hole);

    /// <summary>True if the formula has no meaning for integers.</summary>
    protected virtual bool NeedsFloat => false;

    // Dimensions that lie apart are reduced one after the other, the innermost first: what is left for the next pass is small.
    unsafe ReductionSequence Passes<T>(Binding b, List<(nint Size, bool Reduced)> groups) where T : unmanaged, INumber<T>
    {
        if (!groups.Any(g => g.Reduced)) groups.Insert(0, (1, true));
        nint count = Product([.. groups.Where(g => g.Reduced)]);
        var (passes, scratch) = (new List<ReductionPass>(), new List<Array>());
        T* x = (T*)b.In().Pointer;
        for (bool first = true, last = false; !last; first = false)
        {
            int at = groups.FindLastIndex(g => g.Reduced);
            nint outer = Product(groups[..at]), inner = Product(groups[(at + 1)..]);
            last = groups.Count(g => g.Reduced) == 1;
            T* y = (T*)b.Out().Pointer;
            if (!last)
            {
                var memory = GC.AllocateUninitializedArray<T>(checked((int)(outer * inner)), pinned: true);
                scratch.Add(memory);
                y = (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory));
            }
            passes.Add(Pass(x, y, (outer, groups[at].Size, inner), first, last, count));
            groups.RemoveAt(at);
            x = y;
        }
        return new([.. passes], scratch);

        static nint Product(List<(nint Size, bool)> groups)
        {
            nint product = 1;
            foreach (var (size, _) in groups) product *= size;
            return product;
        }
    }

    unsafe ReductionPass Pass<T>(T* x, T* y, (nint Outer, nint Reduced, nint Inner) sizes, bool first, bool last, nint count)
        where T : unmanaged, INumber<T> =>
        (first, last) switch
        {
            (true, true) => new ReductionPass<T, R>(x, y, sizes),
            (true, false) => new ReductionPass<T, FirstPass<R>>(x, y, sizes),
            (false, false) => new ReductionPass<T, MiddlePass<R>>(x, y, sizes),
            (false, true) => new ReductionPass<T, LastPass<R>>(x, y, sizes, count),
        };
}
