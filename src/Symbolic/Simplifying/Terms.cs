namespace Nabla.Symbolic;

/// <summary>A sum of products, like terms collected.</summary>
sealed class Terms
{
    readonly List<Factors> _order = [];
    readonly Dictionary<Factors, Ratio> _numbers = [];
    bool _failed;

    Terms() { }

    /// <summary>A sum of expressions, each already simplified, with their signs.</summary>
    /// <returns>Null if a number in it would not be finite.</returns>
    public static Expression? Of(params ReadOnlySpan<(Expression Term, Ratio Sign)> terms)
    {
        var sum = new Terms();
        foreach (var (term, sign) in terms) sum.Add(term, sign);
        sum.Settle();
        return sum._failed ? null : sum.ToExpression();
    }

    void Add(Expression e, Ratio sign)
    {
        var open = new Stack<(Expression, Ratio)>([(e, sign)]);
        while (open.TryPop(out var term))
        {
            switch (term)
            {
                case (Sum(var a, var b), var s):
                    open.Push((b, s));
                    open.Push((a, s));
                    break;
                case (Difference(var a, var b), var s):
                    open.Push((b, -s));
                    open.Push((a, s));
                    break;
                case (Negation(var a), var s): open.Push((a, -s)); break;
                case var (single, s): Collect(single, s); break;
            }
        }
    }

    void Collect(Expression e, Ratio sign)
    {
        if (Factors.Of((e, Ratio.One)) is not { } factors)
        {
            _failed = true;
            return;
        }
        var number = factors.Coefficient * sign;
        if (!_numbers.TryAdd(factors, number)) _numbers[factors] += number;
        else _order.Add(factors);
    }

    // What came together may be a sum now: 3·(x + y) − 2·(x + y).
    void Settle()
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (var factors in _order.ToList())
            {
                var number = _numbers[factors];
                _failed |= number.IsFailed;
                bool isSum = Math.Abs(number.Value) == 1 && factors.Single is Sum or Difference;
                if (!isSum && !number.IsZero) continue;
                _order.Remove(factors);
                _numbers.Remove(factors);
                if (!isSum) continue;
                Add(factors.Single!, number);
                changed = true;
            }
        }
    }

    // a positive term first, if there is one
    Expression ToExpression()
    {
        if (_order.Find(f => _numbers[f].Top > 0) is { } first)
        {
            _order.Remove(first);
            _order.Insert(0, first);
        }
        Expression? sum = null;
        foreach (var factors in _order)
        {
            var number = _numbers[factors];
            sum = sum is null ? factors.ToExpression(number) : number.Top < 0 ? sum - factors.ToExpression(-number) : sum + factors.ToExpression(number);
        }
        return sum ?? 0;
    }
}
