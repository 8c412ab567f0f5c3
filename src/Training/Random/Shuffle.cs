namespace Nabla.Training;

/// <summary>Random orders that depend on (seed, epoch) alone.</summary>
public static class Shuffle
{
    static readonly ulong Base = RandomStream.Hash("shuffle");

    /// <summary>Fills a span with 0, 1, … in random order, every order equally likely (up to the 64 bits of the seed): R. Fisher and F. Yates, in R. Durstenfeld's form of 1964.</summary>
    public static void Permutation(Span<int> order, ulong seed, int epoch)
    {
        for (int i = 0; i < order.Length; i++) order[i] = i;
        var random = new RandomStream(seed, Base + (ulong)epoch);
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = (int)random.NextBelow((uint)i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
