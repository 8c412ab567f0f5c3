namespace Nabla.Ops;

/// <summary>
/// Which products are cut in halves, by their shape alone: where terms are halved, the bits change. Those of constants are not: nobody writes what they read, and a model that is only run gives a sample the same
/// bits in a batch of any size.
/// </summary>
internal static class GemmHalving
{
    // A weight of more elements does not stay in the caches from one product to the next.
    private const int MostWeight = 1 << 20;

    private const int LeastTerms = 512, LeastRows = 192, LeastColumns = 16;

    // The gain is that of each row of the weight, the cost that of each element of C: even at about a hundred elements a row on a processor of 48 KB and 2 MB of caches.
    private const int MostElementsPerTerm = 32;

    // The sums of two halves, with so many terms for each of their rows, are an eighth of the weight. More than some parts of so many rows are handed over too often: of 64-128-256 six, each shorter than that.
    private const int TermsPerRow = 16, MostParts = 3;

    /// <summary>What to cut of C [m, n] with k terms.</summary>
    public static GemmHalves Of(int m, int n, int k, bool isTurned)
    {
        // Products of fewer columns are turned or not by the width of registers, on which sums must not depend.
        if (isTurned || n < LeastColumns) return GemmHalves.None;
        if (k >= LeastTerms && m <= MostParts * k / TermsPerRow && (long)m * n <= (long)MostElementsPerTerm * k && (long)k * n <= MostWeight) return GemmHalves.Terms;
        return m >= LeastRows && m >= k && (long)m * n <= MostWeight ? GemmHalves.Rows : GemmHalves.None;
    }

    /// <summary>The most rows whose sums are kept in two halves at a time, in tiles of so many rows.</summary>
    public static int RowsOfPart(int k, int tile) => Math.Max(1, k / TermsPerRow / tile) * tile;
}
