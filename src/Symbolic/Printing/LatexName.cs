namespace Nabla.Symbolic;

/// <summary>Names of variables in LaTeX: <c>x1</c> and <c>x_1</c> as x with an index, <c>theta</c> as θ.</summary>
static class LatexName
{
    // From α on; there are two letters σ.
    static readonly string[] Greek =
    [
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
        "nu", "xi", "omicron", "pi", "rho", "varsigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
    ];

    public static string Of(string name)
    {
        int cut = name.IndexOf('_', 1);
        var (letters, index) = cut > 0 && cut < name.Length - 1 ? (name[..cut], name[(cut + 1)..]) : (name.TrimEnd([.. "0123456789"]), "");
        if (index.Length == 0) index = name[letters.Length..];
        return index.Length == 0 ? Word(letters) : $"{Word(letters)}_{(index.Length == 1 ? index : $"{{{Escaped(index)}}}")}";
    }

    static string Word(string letters) =>
        letters is [>= 'α' and <= 'ω' and var letter] ? Word(Greek[letter - 'α'])
        : letters == "omicron" ? "o"
        : Array.IndexOf(Greek, letters) >= 0 ? $@"\{letters}"
        : letters.Length == 1 && letters != "_" ? letters
        : $@"\mathit{{{Escaped(letters)}}}";

    static string Escaped(string text) => text.Replace("_", @"\_", StringComparison.Ordinal);
}
