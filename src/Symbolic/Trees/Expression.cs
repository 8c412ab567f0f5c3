using System.Runtime.CompilerServices;

namespace Nabla.Symbolic;

/// <summary>A formula as an immutable tree; equal by content. Nothing in it is recursive, so depth is bounded by memory alone, and a sub-expression that
/// occurs many times costs once.</summary>
public abstract record Expression
{
    readonly int _hash;

    private protected Expression(int label, params IReadOnlyList<Expression> operands)
    {
        Operands = operands;
        var hash = new HashCode();
        hash.Add(GetType());
        hash.Add(label);
        foreach (var operand in operands) hash.Add(operand._hash);
        _hash = hash.ToHashCode();
    }

    /// <summary>What the node is applied to, left to right; none for a leaf.</summary>
    public IReadOnlyList<Expression> Operands { get; }

    /// <summary>The number: a negative one is the negation of a positive one.</summary>
    /// <exception cref="NablaException">It is NaN or infinite.</exception>
    public static implicit operator Expression(double value) => value < 0 ? new Negation(new Number(-value)) : new Number(Math.Abs(value));

    /// <summary>a + b.</summary>
    public static Expression operator +(Expression a, Expression b) => new Sum(a, b);

    /// <summary>a − b.</summary>
    public static Expression operator -(Expression a, Expression b) => new Difference(a, b);

    /// <summary>a·b.</summary>
    public static Expression operator *(Expression a, Expression b) => new Product(a, b);

    /// <summary>a/b.</summary>
    public static Expression operator /(Expression a, Expression b) => new Quotient(a, b);

    /// <summary>−a.</summary>
    public static Expression operator -(Expression a) => new Negation(a);

    /// <summary>Raised to a power.</summary>
    public Expression Pow(Expression exponent) => new Power(this, exponent);

    /// <summary>The names of its variables, in the order in which they first occur.</summary>
    public IReadOnlyList<string> Variables => [.. SubExpressions().OfType<Symbol>().Select(s => s.Name)];

    /// <summary>Every distinct sub-expression, each after those that it is made of, left to right; the expression itself comes last.</summary>
    public IReadOnlyList<Expression> SubExpressions()
    {
        var found = new List<Expression>();
        Fold<bool>((e, _) =>
        {
            found.Add(e);
            return true;
        });
        return found;
    }

    /// <summary>Computes something for every distinct sub-expression from what was computed for its operands, and returns that of the whole.</summary>
    /// <param name="combine">Given a sub-expression and the results of its operands.</param>
    public T Fold<T>(Func<Expression, IReadOnlyList<T>, T> combine)
    {
        var known = new Dictionary<Expression, T>();
        var open = new Stack<Expression>([this]);
        while (open.TryPeek(out var e))
        {
            int before = open.Count;
            if (!known.ContainsKey(e))
            {
                for (int i = e.Operands.Count - 1; i >= 0; i--) if (!known.ContainsKey(e.Operands[i])) open.Push(e.Operands[i]);
                if (open.Count > before) continue;
                known[e] = combine(e, [.. e.Operands.Select(o => known[o])]);
            }
            open.Pop();
        }
        return known[this];
    }

    /// <summary>The same node over other operands.</summary>
    internal abstract Expression Over(IReadOnlyList<Expression> operands);

    /// <summary>True if two nodes of one kind differ in nothing but, perhaps, their operands.</summary>
    private protected virtual bool HasLabelOf(Expression other) => true;

    /// <summary>True if the other is the same formula.</summary>
    public virtual bool Equals(Expression? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || !Matches(this, other)) return false;
        if (Operands.Count == 0) return true;
        var open = new Stack<Pair>([new(this, other)]);
        var seen = new HashSet<Pair>();
        while (open.TryPop(out var pair))
        {
            if (ReferenceEquals(pair.A, pair.B) || !seen.Add(pair)) continue;
            if (!Matches(pair.A, pair.B)) return false;
            for (int i = 0; i < pair.A.Operands.Count; i++) open.Push(new(pair.A.Operands[i], pair.B.Operands[i]));
        }
        return true;
    }

    static bool Matches(Expression a, Expression b) => a._hash == b._hash && a.GetType() == b.GetType() && a.HasLabelOf(b);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>The formula as text that <see cref="ExpressionParser"/> reads back to an equal tree.</summary>
    public sealed override string ToString() => PlainText.Of(this);

    /// <summary>The formula in LaTeX, for math mode.</summary>
    public string ToLatex() => Latex.Of(this);

    // The same two nodes, not two that are equal.
    readonly struct Pair(Expression a, Expression b) : IEquatable<Pair>
    {
        public Expression A { get; } = a;

        public Expression B { get; } = b;

        public bool Equals(Pair other) => ReferenceEquals(A, other.A) && ReferenceEquals(B, other.B);

        public override bool Equals(object? obj) => obj is Pair other && Equals(other);

        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(A), RuntimeHelpers.GetHashCode(B));
    }
}
