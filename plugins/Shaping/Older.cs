namespace Nabla.Plugins;

/// <summary>What older forms of ops share.</summary>
static class Older
{
    /// <summary>Axes as files before version 11 take them: none counts from the end.</summary>
    public static AttributeList<long> Axes(ReadOnlySpan<long> axes, int rank)
    {
        var all = new long[axes.Length];
        for (int i = 0; i < all.Length; i++) all[i] = Nabla.Ops.Axes.Axis(axes[i], rank);
        return AttributeList.Create<long>(all);
    }

    /// <summary>The integers of an input; none if it is left out, null if they are not known.</summary>
    public static long[]? Known(IReadOnlyList<Value?> x, int input) => x.Count <= input || x[input] is null ? [] : x[input]!.KnownTensor?.ToInts();
}
