namespace Nabla.Symbolic;

/// <summary>−a.</summary>
public sealed record Negation : Expression
{
    /// <summary>−a.</summary>
    public Negation(Expression operand) : base(0, operand) { }

    /// <summary>a.</summary>
    public Expression Operand => Operands[0];

    /// <summary>Takes it apart.</summary>
    public void Deconstruct(out Expression operand) => operand = Operand;

    /// <summary>True if the other is the same formula.</summary>
    public bool Equals(Negation? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    internal override Expression Over(IReadOnlyList<Expression> operands) => new Negation(operands[0]);
}

/// <summary>An operation on two expressions.</summary>
public abstract record Binary : Expression
{
    private protected Binary(Expression left, Expression right) : base(0, left, right) { }

    /// <summary>The left operand.</summary>
    public Expression Left => Operands[0];

    /// <summary>The right operand.</summary>
    public Expression Right => Operands[1];

    /// <summary>Takes it apart.</summary>
    public void Deconstruct(out Expression left, out Expression right) => (left, right) = (Left, Right);

    /// <summary>True if the other is the same formula.</summary>
    public virtual bool Equals(Binary? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();
}

/// <summary>a + b.</summary>
public sealed record Sum(Expression Left, Expression Right) : Binary(Left, Right)
{
    internal override Expression Over(IReadOnlyList<Expression> operands) => new Sum(operands[0], operands[1]);
}

/// <summary>a − b.</summary>
public sealed record Difference(Expression Left, Expression Right) : Binary(Left, Right)
{
    internal override Expression Over(IReadOnlyList<Expression> operands) => new Difference(operands[0], operands[1]);
}

/// <summary>a·b.</summary>
public sealed record Product(Expression Left, Expression Right) : Binary(Left, Right)
{
    internal override Expression Over(IReadOnlyList<Expression> operands) => new Product(operands[0], operands[1]);
}

/// <summary>a/b.</summary>
public sealed record Quotient(Expression Left, Expression Right) : Binary(Left, Right)
{
    internal override Expression Over(IReadOnlyList<Expression> operands) => new Quotient(operands[0], operands[1]);
}

/// <summary>aᵇ: the left operand is the base.</summary>
public sealed record Power(Expression Left, Expression Right) : Binary(Left, Right)
{
    internal override Expression Over(IReadOnlyList<Expression> operands) => new Power(operands[0], operands[1]);
}

/// <summary>f(a).</summary>
public sealed record Application : Expression
{
    /// <summary>f(a).</summary>
    public Application(Function function, Expression argument) : base(function.Name.GetHashCode(StringComparison.Ordinal), argument) => Function = function;

    /// <summary>f.</summary>
    public Function Function { get; }

    /// <summary>a.</summary>
    public Expression Argument => Operands[0];

    /// <summary>Takes it apart.</summary>
    public void Deconstruct(out Function function, out Expression argument) => (function, argument) = (Function, Argument);

    /// <summary>True if the other is the same formula.</summary>
    public bool Equals(Application? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    internal override Expression Over(IReadOnlyList<Expression> operands) => new Application(Function, operands[0]);

    private protected override bool HasLabelOf(Expression other) => Function == ((Application)other).Function;
}
