namespace Nabla.Symbolic;

/// <summary>How a function answers to the sign of its argument.</summary>
enum Parity
{
    /// <summary>In no simple way.</summary>
    None,
    /// <summary>f(−x) = −f(x).</summary>
    Odd,
    /// <summary>f(−x) = f(x).</summary>
    Even,
}

/// <summary>The arguments that a function is defined for.</summary>
/// <param name="Contains">True for an argument that it is defined for.</param>
/// <param name="Needs">What to say of others: <c>a number above 0</c>.</param>
sealed record Domain(Func<double, bool> Contains, string Needs);

/// <summary>A function of one argument, with all that is known of it. The functions there are: <see cref="All"/>.</summary>
public sealed partial class Function
{
    Function(string name, Func<double, double> at, Func<Expression, Expression> slope, Func<Value, Value> node, string latex) =>
        (Name, At, Slope, Node, LatexCommand) = (name, at, slope, node, latex);

    /// <summary>As formulas have it.</summary>
    public string Name { get; }

    /// <summary>Other names that are read as this one.</summary>
    public IReadOnlyList<string> OtherNames { get; private init; } = [];

    /// <summary>f at a number; NaN or infinite outside the domain.</summary>
    public Func<double, double> At { get; }

    /// <summary>f′(u), unsimplified.</summary>
    public Func<Expression, Expression> Slope { get; }

    internal Func<Value, Value> Node { get; }

    internal string LatexCommand { get; }

    internal Domain? Domain { get; private init; }

    internal Parity Parity { get; private init; }

    /// <summary>True if f of a number is exact in double, so that it may be computed beforehand.</summary>
    internal bool IsExact { get; private init; }

    /// <summary>f(argument).</summary>
    public Expression Of(Expression argument) => new Application(this, argument);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The function of a name, or null.</summary>
    public static Function? Find(string name) => All.FirstOrDefault(f => f.Name == name || f.OtherNames.Contains(name));
}
