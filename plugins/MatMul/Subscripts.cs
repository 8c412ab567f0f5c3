namespace Nabla.Plugins;

/// <summary>The equation of an Einsum for inputs of known ranks: a character for each dimension. Dimensions that an ellipsis stands for have digits,
/// counted from the last, so that they broadcast as in NumPy.</summary>
/// <param name="Terms">One for each input.</param>
/// <param name="Result">That of the output.</param>
sealed record Subscripts(string[] Terms, string Result)
{
    const string Ellipsis = "...";

    /// <summary>Reads an equation.</summary>
    /// <param name="equation">Terms of letters, an arrow and the result, or no arrow.</param>
    /// <param name="ranks">The ranks of the inputs.</param>
    /// <param name="require">Told what must hold, and the rule.</param>
    public static Subscripts Read(string equation, IReadOnlyList<int> ranks, Action<bool, string> require)
    {
        var sides = equation.Replace(" ", "", StringComparison.Ordinal).Split("->");
        var terms = sides[0].Split(',');
        require(sides.Length <= 2 && sides.SelectMany(s => s.Split(',')).All(IsTerm), $"'{equation}' must be of letters, commas, an arrow, and one '...' in a term");
        require(terms.Length == ranks.Count, $"'{equation}' is for {terms.Length} inputs; there are {ranks.Count}");
        int? open = null;
        for (int i = 0; i < terms.Length; i++)
        {
            bool isOpen = terms[i].Contains(Ellipsis, StringComparison.Ordinal);
            int letters = terms[i].Count(char.IsAsciiLetter), others = ranks[i] - letters;
            require(isOpen ? others >= 0 : others == 0, $"'{terms[i]}' is for {letters} dimensions{(isOpen ? " or more" : "")}; input {i} has {ranks[i]}");
            if (isOpen) require((open ??= others) == others, $"'...' stands for {open} dimensions in one input and {others} in another; put dimensions of size 1 in with Unsqueeze");
            terms[i] = terms[i].Replace(Ellipsis, Digits(others), StringComparison.Ordinal);
        }
        var shared = Digits(open ?? 0);
        if (sides.Length == 1)
            return new(terms, shared + string.Concat(sides[0].Where(char.IsAsciiLetter).GroupBy(c => c).Where(g => g.Count() == 1).Select(g => g.Key).Order()));
        require(shared.Length == 0 || sides[1].Contains(Ellipsis, StringComparison.Ordinal), $"the result of '{equation}' must name the dimensions of '...' too");
        return new(terms, sides[1].Replace(Ellipsis, shared, StringComparison.Ordinal));
    }

    static bool IsTerm(string term) => term.Split(Ellipsis) is { Length: <= 2 } parts && parts.All(p => p.All(char.IsAsciiLetter));

    static string Digits(int count) => string.Concat(Enumerable.Range(0, Math.Max(0, count)).Reverse().Select(i => (char)('0' + i)));
}
