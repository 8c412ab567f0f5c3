namespace Nabla.Cli;

/// <summary>Guesses what a misspelt word was meant to be.</summary>
static class Suggestion
{
    /// <summary>The nearest known word, if it is near: a third of its letters may differ.</summary>
    public static string? For(string word, IEnumerable<string> known) =>
        known.Select(k => (Word: k, Distance: Distance(word.ToLowerInvariant(), k.ToLowerInvariant())))
             .Where(c => c.Distance <= Math.Max(1, c.Word.Length / 3)).OrderBy(c => c.Distance).Select(c => c.Word).FirstOrDefault();

    // Levenshtein: insertions, deletions, replacements.
    static int Distance(string a, string b)
    {
        int[] above = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            above = row;
        }
        return above[^1];
    }
}
