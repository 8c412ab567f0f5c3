namespace Nabla.Symbolic;

/// <summary>A finite number of 0 or more; a negative one is the negation of a positive one.</summary>
public sealed record Number : Expression
{
    /// <summary>A number.</summary>
    /// <exception cref="NablaException">It is negative, NaN or infinite.</exception>
    public Number(double value) : base(Math.Abs(value).GetHashCode())
    {
        if (!double.IsFinite(value) || value < 0) throw new NablaException($"{value.Text()} cannot be a number of an expression; it takes finite ones of 0 or more, and negations of these.");
        Value = Math.Abs(value);
    }

    /// <summary>The number.</summary>
    public double Value { get; }

    /// <summary>Takes it apart.</summary>
    public void Deconstruct(out double value) => value = Value;

    /// <summary>True if the other is the same number.</summary>
    public bool Equals(Number? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    internal override Expression Over(IReadOnlyList<Expression> operands) => this;

    private protected override bool HasLabelOf(Expression other) => Value == ((Number)other).Value;
}

/// <summary>A number with a name: π or e.</summary>
public sealed record NamedConstant : Expression
{
    NamedConstant(string name, double value, string latex) : base(name.GetHashCode(StringComparison.Ordinal)) => (Name, Value, Latex) = (name, value, latex);

    /// <summary>π = 3.14159….</summary>
    public static NamedConstant Pi { get; } = new("pi", Math.PI, @"\pi");

    /// <summary>e = 2.71828….</summary>
    public static NamedConstant E { get; } = new("e", Math.E, "e");

    /// <summary>Both.</summary>
    public static IReadOnlyList<NamedConstant> All { get; } = [Pi, E];

    /// <summary>As formulas have it.</summary>
    public string Name { get; }

    /// <summary>The double nearest to it.</summary>
    public double Value { get; }

    internal string Latex { get; }

    /// <summary>True if the other is the same constant.</summary>
    public bool Equals(NamedConstant? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    internal override Expression Over(IReadOnlyList<Expression> operands) => this;

    private protected override bool HasLabelOf(Expression other) => Name == ((NamedConstant)other).Name;
}

/// <summary>A variable.</summary>
public sealed record Symbol : Expression
{
    /// <summary>A variable.</summary>
    /// <param name="name">A letter or _, then letters, digits and _; not the name of a function or constant.</param>
    /// <exception cref="NablaException">The name cannot be one.</exception>
    public Symbol(string name) : base(name.GetHashCode(StringComparison.Ordinal))
    {
        if (Identifier.WhyNot(name) is { } reason) throw new NablaException($"'{name}' cannot be the name of a variable: {reason}.");
        Name = name;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Takes it apart.</summary>
    public void Deconstruct(out string name) => name = Name;

    /// <summary>True if the other is the same variable.</summary>
    public bool Equals(Symbol? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    internal override Expression Over(IReadOnlyList<Expression> operands) => this;

    private protected override bool HasLabelOf(Expression other) => Name == ((Symbol)other).Name;
}
