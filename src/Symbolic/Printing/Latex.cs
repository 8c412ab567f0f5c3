namespace Nabla.Symbolic;

/// <summary>A formula in LaTeX: fractions, subscripts, products without a sign.</summary>
static class Latex
{
    /// <param name="Text">LaTeX.</param>
    /// <param name="Binding">How tightly it holds together.</param>
    /// <param name="Argument">Of a function written as a word: what stands behind the word.</param>
    /// <param name="IsOpen">True if it ends with an argument without brackets, which would swallow a factor behind it.</param>
    readonly record struct Piece(string Text, Binding Binding, string? Argument = null, bool IsOpen = false)
    {
        public bool IsSigned => Text.StartsWith('-');

        public string Within(Binding least) => Binding >= least ? Text : Bracketed;

        public string Bracketed => $@"\left({Text}\right)";
    }

    public static string Of(Expression expression) => expression.Fold<Piece>((e, of) => e switch
    {
        Number(var value) => OfNumber(value.Text()),
        NamedConstant constant => new(constant.Latex, Binding.Atom),
        Symbol(var name) => new(LatexName.Of(name), Binding.Atom),
        Sum => new($"{of[0].Text} + {Unsigned(of[1], Binding.Product)}", Binding.Sum, IsOpen: of[1].IsOpen),
        Difference => new($"{of[0].Text} - {Unsigned(of[1], Binding.Product)}", Binding.Sum, IsOpen: of[1].IsOpen),
        Product => OfProduct(of[0], of[1]),
        Quotient => OfQuotient(of[0], of[1]),
        Negation => new($"-{Unsigned(of[0], Binding.Product)}", Binding.Sign, IsOpen: of[0].IsOpen),
        Power(Application(var f, _), Number(>= 2 and var n)) when of[0].Argument is { } argument && n == Math.Floor(n) =>
            of[0] with { Text = $"{f.LatexCommand}^{Braced(n.Text())}{argument}" },
        Power => new($"{of[0].Within(Binding.Atom)}^{Braced(of[1].Text)}", Binding.Power),
        Application(var f, var u) => OfApplication(f, u, of[0]),
        _ => throw new InvalidOperationException(e.GetType().Name),
    }).Text;

    static Piece OfNumber(string text) => text.Split('e') is [var digits, var exponent] ? new($@"{digits} \cdot 10^{Braced(exponent)}", Binding.Product) : new(text, Binding.Atom);

    static Piece OfProduct(Piece a, Piece b)
    {
        var left = a.IsOpen && b.Argument is null ? a.Bracketed : a.Within(Binding.Product);
        var right = Unsigned(b, Binding.Power);
        return new($"{left} {(char.IsAsciiDigit(right[0]) ? @"\cdot " : "")}{right}", Binding.Product, IsOpen: b.IsOpen);
    }

    static Piece OfQuotient(Piece a, Piece b) =>
        a.IsSigned && a.Binding >= Binding.Product ? new($@"-\frac{{{a.Text[1..]}}}{{{b.Text}}}", Binding.Sign) : new($@"\frac{{{a.Text}}}{{{b.Text}}}", Binding.Power);

    static Piece OfApplication(Function f, Expression u, Piece of) =>
        f == Function.Sqrt ? new($@"\sqrt{{{of.Text}}}", Binding.Atom)
        : f == Function.Abs ? new($@"\left|{of.Text}\right|", Binding.Atom)
        : f == Function.Exp ? new($"e^{Braced(of.Text)}", Binding.Power)
        : f == Function.Sigmoid ? new($"{f.LatexCommand}{of.Bracketed}", Binding.Power)
        : Call(f.LatexCommand, of, isBare: u is Symbol or NamedConstant or Number && of.Binding == Binding.Atom);

    // sin x, but sin(x + y)
    static Piece Call(string command, Piece of, bool isBare)
    {
        var argument = isBare ? $" {of.Text}" : of.Bracketed;
        return new(command + argument, Binding.Power, argument, isBare);
    }

    static string Unsigned(Piece piece, Binding least) => piece.IsSigned ? piece.Bracketed : piece.Within(least);

    static string Braced(string text) => text.Length == 1 ? text : $"{{{text}}}";
}
