namespace Nabla;

/// <summary>Guesses what a misspelt word was meant to be.</summary>
public static class Suggestion
{
    /// <summary>The nearest known word, if it is near: a third of its letters may differ.</summary>
    public static string? For(string word, IEnumerable<string> known) =>
        known.Select(k => (Word: k, Distance: Distance(word.ToLowerInvariant(), k.ToLowerInvariant())))
             .Where(c => c.Distance <= Math.Max(1, c.Word.Length / 3) && c.Distance < c.Word.Length).OrderBy(c => c.Distance).Select(c => c.Word).FirstOrDefault();

    // Insertions, deletions, replacements, neighbours swapped. Source: "optimal string alignment", after F. Damerau, 1964.
    static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0) d[i, j] = i + j;
                else d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
