namespace Nabla.Ops;

/// <summary>Axes as ops give them: counted from the end if negative, each at most once.</summary>
public static class Axes
{
    /// <summary>An axis of <paramref name="rank"/> dimensions, counted from the front.</summary>
    public static int Axis(this Inference x, long axis, int rank)
    {
        x.Require(axis >= -rank && axis < rank, $"axis {axis} is outside [{-rank}, {rank})");
        return Axis(axis, rank);
    }

    /// <summary>Axes of <paramref name="rank"/> dimensions, counted from the front, in the order given.</summary>
    public static int[] AxesOf(this Inference x, IReadOnlyList<long> axes, int rank)
    {
        int[] all = [.. axes.Select(a => x.Axis(a, rank))];
        x.Require(all.Distinct().Count() == all.Length, $"the axes [{string.Join(',', axes)}] must differ");
        return all;
    }

    /// <summary>The axis counted from the front.</summary>
    public static int Axis(long axis, int rank) => (int)(axis < 0 ? axis + rank : axis);

    /// <summary>The content of an integer input, such as axes, that must not change from run to run; null where the input is left out.</summary>
    public static long[]? FixedInts(this Binding b, int input) =>
        !b.In(input).IsPresent ? null : b.In(input).Constant?.ToInts() ?? throw b.Error($"input {input} must be known when the program is compiled");

    /// <summary>The dimensions before an axis, at it and behind it, multiplied.</summary>
    public static (nint Outer, nint Size, nint Inner) Around(ReadOnlySpan<long> sizes, int axis)
    {
        nint outer = 1, inner = 1;
        for (int i = 0; i < axis; i++) outer *= (nint)sizes[i];
        for (int i = axis + 1; i < sizes.Length; i++) inner *= (nint)sizes[i];
        return (outer, (nint)sizes[axis], inner);
    }
}
