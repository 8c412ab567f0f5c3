namespace Nabla.Symbolic;

/// <summary>Makes expressions shorter without a search: every node is rebuilt once, after its operands.</summary>
public static class Simplification
{
    extension(Expression f)
    {
        /// <summary>The expression with numbers computed, sums and products flattened, like terms and equal factors collected, and the identities of 0 and 1, of signs,
        /// powers and inverse functions used. Nothing is multiplied out; sums and products with a term or factor that has no value
        /// anywhere become 1/0. It has the same value, but for rounding and the range of a double, wherever the original
        /// has one, and may have one where the original has none, as x/x at 0. Simplifying again changes nothing.</summary>
        public Expression Simplify()
        {
            var left = LeftToParents(f);
            return f.Fold<Expression>((e, of) => left.Contains(e) ? e.Over(of) : Rebuilt(e, of) ?? e.Over(of));
        }
    }

    // What its only parent takes apart itself: the sums within a sum, the products within a product, so that a long chain is rebuilt once.
    static HashSet<Expression> LeftToParents(Expression f)
    {
        var (left, seen) = (new HashSet<Expression>(), new HashSet<Expression>());
        foreach (var e in f.SubExpressions())
            foreach (var operand in e.Operands)
                if (!seen.Add(operand)) left.Remove(operand);
                else if (e is Sum or Difference or Negation ? operand is Sum or Difference or Negation or Product or Quotient : e is Product or Quotient && operand is Product or Quotient)
                    left.Add(operand);
        return left;
    }

    static Expression? Rebuilt(Expression e, IReadOnlyList<Expression> of) => e switch
    {
        Sum => Terms.Of((of[0], 1), (of[1], 1)),
        Difference => Terms.Of((of[0], 1), (of[1], -1)),
        Negation => Terms.Of((of[0], -1)),
        Product => Multiplied((of[0], 1), (of[1], 1)),
        Quotient => Multiplied((of[0], 1), (of[1], -1)),
        Power => Raised(of[0], of[1]),
        Application(var function, _) => Applied(function, of[0]),
        _ => e,
    };

    static Expression Multiplied(params ReadOnlySpan<(Expression, Ratio)> powers)
    {
        var factors = Factors.Of(powers);
        // a sum with a sign is a sum
        return factors.Coefficient == -1 && factors.Single is Sum or Difference ? Terms.Of((factors.Single!, -1)) : factors.ToExpression(factors.Coefficient);
    }

    static Expression? Raised(Expression u, Expression v) =>
        Ratio.Of(v) is { } k ? k.IsZero ? 1 : Ratio.Of(u) is { } n && (n == 1 || n.IsZero && k.Top > 0) ? u : Multiplied((u, k))
        : u is Number(1) ? u : null;

    static Expression? Applied(Function f, Expression u)
    {
        if (f.Parity != Parity.None && Positive(u) is { } positive) return f.Parity == Parity.Even ? Applied(f, positive) ?? f.Of(positive) : Terms.Of((Applied(f, positive) ?? f.Of(positive), -1));
        return u switch
        {
            _ when f.IsExact && Ratio.Of(u) is { Bottom: 1, Value: var x } => f.At(x),
            // f(0) or f(1) where that is 0 or 1
            Number(0 or 1) and Number(var x) when (f.Domain?.Contains(x) ?? true) && f.At(x) is 0 or 1 => f.At(x),
            Number(var x) when f == Function.Sqrt && Math.Sqrt(x) is var root && root == Math.Floor(root) && root * root == x => root,
            NamedConstant { Name: "e" } when f == Function.Ln => 1,
            Application(var g, var inner) when f == Function.Ln && g == Function.Exp || f == Function.Exp && g == Function.Ln => inner,
            Application(var g, _) when f == Function.Abs && (g == Function.Abs || g == Function.Exp || g == Function.Sqrt) => u,
            Power(var inner, Number(2)) when f == Function.Sqrt => Applied(Function.Abs, inner) ?? Function.Abs.Of(inner),
            _ => null,
        };
    }

    // −u of an argument that starts with a sign
    static Expression? Positive(Expression u)
    {
        var first = u;
        while (first is Product or Quotient) first = first.Operands[0];
        return first is Negation ? Multiplied((u, 1), (-(Expression)1, 1)) : null;
    }
}
