namespace Nabla.Symbolic;

/// <summary>Formulas as one writes them on a blackboard: <c>v̄4·v1 + v̄5·cos v2</c>.</summary>
static class Lecture
{
    const char DotAbove = '\u0307', Macron = '\u0304';

    /// <param name="Text">The formula.</param>
    /// <param name="Binding">How tightly it holds together.</param>
    /// <param name="IsOpen">True if it ends with an argument without brackets.</param>
    readonly record struct Piece(string Text, Binding Binding, bool IsOpen = false)
    {
        public string Before(Binding least) => Binding >= least && !IsOpen ? Text : $"({Text})";

        public string Behind(Binding least) => Binding >= least && Binding != Binding.Sign && !Text.StartsWith('−') ? Text : $"({Text})";
    }

    /// <summary>A name of a trace with its mark: <c>dot_v3</c> as v̇3.</summary>
    public static string Written(string name) => name.Split('_') switch
    {
        ["dot", var v] => v.Insert(1, DotAbove.ToString()),
        ["bar", var v] => v.Insert(1, Macron.ToString()),
        _ => name,
    };

    public static string Of(Expression expression) => expression.Fold<Piece>((e, of) => e switch
    {
        Number(var value) => new(value.Text(), Binding.Atom),
        NamedConstant { Name: "pi" } => new("π", Binding.Atom),
        NamedConstant constant => new(constant.Name, Binding.Atom),
        Symbol(var name) => new(Written(name), Binding.Atom),
        Sum => new($"{of[0].Text} + {of[1].Behind(Binding.Product)}", Binding.Sum, of[1].IsOpen),
        Difference => new($"{of[0].Text} − {of[1].Behind(Binding.Product)}", Binding.Sum, of[1].IsOpen),
        Product => new($"{of[0].Before(Binding.Product)}·{of[1].Behind(Binding.Power)}", Binding.Product, of[1].IsOpen),
        Quotient => new($"{of[0].Before(Binding.Product)}/{of[1].Behind(Binding.Power)}", Binding.Product, of[1].IsOpen),
        Negation => new($"−{of[0].Behind(Binding.Power)}", Binding.Sign, of[0].IsOpen),
        Power => new($"{of[0].Before(Binding.Atom)}^{of[1].Before(Binding.Power)}", Binding.Power),
        Application(var f, _) when f == Function.Abs => new($"|{of[0].Text}|", Binding.Atom),
        Application(var f, var u) => u is Symbol or Number or NamedConstant ? new($"{f.Name} {of[0].Text}", Binding.Power, IsOpen: true) : new($"{f.Name}({of[0].Text})", Binding.Atom),
        _ => throw new InvalidOperationException(e.GetType().Name),
    }).Text;
}
