namespace Nabla.Symbolic;

/// <summary>How tightly a piece of a formula holds together.</summary>
enum Binding
{
    Sum,
    Product,
    Sign,
    Power,
    Atom,
}

/// <summary>A formula as one types it.</summary>
static class PlainText
{
    readonly record struct Piece(string Text, Binding Binding)
    {
        public string Within(Binding least) => Binding >= least ? Text : $"({Text})";
    }

    /// <param name="expression">The formula.</param>
    /// <param name="most">The most characters; of a longer text the middle is left out. The text of a formula may be far longer than its tree is large.</param>
    public static string Of(Expression expression, int most = int.MaxValue) => expression.Fold<Piece>((e, of) => Cut(Of(e, of), most)).Text;

    static Piece Cut(Piece piece, int most) => piece.Text.Length <= most ? piece : piece with { Text = $"{piece.Text[..(most / 2)]}…{piece.Text[^(most / 2)..]}" };

    static Piece Of(Expression e, IReadOnlyList<Piece> of) => e switch
    {
        Number(var value) => new(value.Text(), Binding.Atom),
        NamedConstant constant => new(constant.Name, Binding.Atom),
        Symbol(var name) => new(name, Binding.Atom),
        // a sign after an operator is put in brackets for the eye
        Sum => new($"{of[0].Text} + {Right(of[1], Binding.Product)}", Binding.Sum),
        Difference => new($"{of[0].Text} - {Right(of[1], Binding.Product)}", Binding.Sum),
        Product => new($"{of[0].Within(Binding.Product)}*{Right(of[1], Binding.Power)}", Binding.Product),
        Quotient => new($"{of[0].Within(Binding.Product)}/{Right(of[1], Binding.Power)}", Binding.Product),
        Negation => new($"-{Right(of[0], Binding.Power)}", Binding.Sign),
        Power => new($"{of[0].Within(Binding.Atom)}^{of[1].Within(Binding.Power)}", Binding.Power),
        Application(var function, _) => new($"{function.Name}({of[0].Text})", Binding.Atom),
        _ => throw new InvalidOperationException(e.GetType().Name),
    };

    static string Right(Piece piece, Binding least) => piece.Binding == Binding.Sign || piece.Binding < least || piece.Text.StartsWith('-') ? $"({piece.Text})" : piece.Text;
}
