using CsCheck;

namespace Nabla.Tests.Graphs;

public class Broadcasting
{
    static readonly Gen<long[]> Sizes = OneOf(0L, 1, 1, 2, 3).Array[0, 4];

    static Gen<T> OneOf<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    // NumPy's rule, word for word: prepend ones; two sizes agree if they are equal or one of them is 1.
    static long[]? NumPy(long[] a, long[] b)
    {
        int rank = Math.Max(a.Length, b.Length);
        a = [.. Enumerable.Repeat(1L, rank - a.Length), .. a];
        b = [.. Enumerable.Repeat(1L, rank - b.Length), .. b];
        return a.Zip(b).All(p => p.First == p.Second || p.First == 1 || p.Second == 1) ? [.. a.Zip(b, (x, y) => x == 1 ? y : x)] : null;
    }

    [Fact]
    public void Known_sizes_broadcast_as_in_NumPy() => Gen.Select(Sizes, Sizes).Sample((a, b) =>
        Shape.TryBroadcast(Shape.Of(a), Shape.Of(b), out var result) ? NumPy(a, b) is { } expected && result == Shape.Of(expected) : NumPy(a, b) is null);

    // Where the program keeps its promise, that what is taken to be equal is so, binding before or after makes no difference.
    [Fact]
    public void Symbols_broadcast_to_what_their_sizes_do()
    {
        var dims = OneOf<Dim>(1, 4, "N", "M", "2*N").Array[0, 3];
        Gen.Select(dims, dims, OneOf(2L, 4)).Sample((a, b, m) =>
        {
            var sizes = new Dictionary<string, long> { ["N"] = 2, ["M"] = m };
            if (!Shape.TryBroadcast(Shape.Create(a), Shape.Create(b), out var symbolic)) return false;
            return !Shape.TryBroadcast(Shape.Create(a).Bind(sizes), Shape.Create(b).Bind(sizes), out var bound) || symbolic.Bind(sizes) == bound;
        });
    }

    [Theory]
    [InlineData("N", "N", "N"), InlineData("N", "1", "N"), InlineData("1", "N", "N"), InlineData("N", "6", "6"), InlineData("6", "N", "6"), InlineData("N", "M", "N")]
    public void A_size_is_preferred_to_a_symbol_and_either_to_1(string a, string b, string result)
    {
        Assert.True(Shape.TryBroadcast([Dim.Parse(a)], [Dim.Parse(b)], out var shape));
        Assert.Equal([Dim.Parse(result)], shape);
    }
}
