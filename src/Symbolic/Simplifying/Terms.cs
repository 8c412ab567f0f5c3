namespace Nabla.Symbolic;

/// <summary>A sum of products, like terms collected.</summary>
sealed class Terms
{
    readonly List<Term> _terms = [];
    readonly Dictionary<Factors, Term> _like = [];

    /// <summary>A number times a product whose own number does not count.</summary>
    sealed class Term(Factors factors, Ratio number)
    {
        double _lost;

        public Factors Factors => factors;

        public Ratio Number => _lost == 0 ? number : number + _lost;

        /// <summary>Adds to the number, unless the result would not be finite. What rounding loses is kept, so that 0.001 + 1 − 1 is 0.001 (A. Neumaier, 1974).</summary>
        public bool TryAdd(Ratio more)
        {
            var sum = number + more;
            if (!number.IsFraction || !more.IsFraction || !sum.IsFraction)
            {
                double a = number.Value, b = more.Value, s = a + b, z = s - a;
                if (s != 0 && !Ratio.IsInRange(s)) return false;
                _lost += a - (s - z) + (b - z);
                sum = s;
            }
            number = sum;
            return true;
        }
    }

    Terms() { }

    /// <summary>A sum of expressions, each already simplified, with their signs.</summary>
    public static Expression Of(params ReadOnlySpan<(Expression Term, Ratio Sign)> terms)
    {
        var sum = new Terms();
        foreach (var (term, sign) in terms) sum.Add(term, sign);
        sum.Settle();
        return sum._terms.Find(t => t.Factors.IsUndefined) is { } undefined ? undefined.Factors.ToExpression(1) : sum.ToExpression();
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
                case var (single, s): Collect(Factors.Of((single, Ratio.One)), s); break;
            }
        }
    }

    void Collect(Factors factors, Ratio sign)
    {
        var number = factors.Coefficient * sign;
        if (_like.TryGetValue(factors, out var like) && like.TryAdd(number)) return;
        var term = new Term(factors, number);
        _terms.Add(term);
        _like.TryAdd(factors, term);
    }

    // What came together may be a sum now: 3·(x + y) − 2·(x + y).
    void Settle()
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (var term in _terms.ToList())
            {
                var number = term.Number;
                bool isSum = Math.Abs(number.Value) == 1 && term.Factors.Single is Sum or Difference;
                if (!isSum && (!number.IsZero || term.Factors.IsUndefined)) continue;
                _terms.Remove(term);
                if (_like.GetValueOrDefault(term.Factors) == term) _like.Remove(term.Factors);
                if (!isSum) continue;
                Add(term.Factors.Single!, number);
                changed = true;
            }
        }
    }

    // a positive term first, if there is one
    Expression ToExpression()
    {
        if (_terms.Find(t => t.Number.Top > 0) is { } first)
        {
            _terms.Remove(first);
            _terms.Insert(0, first);
        }
        Expression? sum = null;
        foreach (var term in _terms)
        {
            var number = term.Number;
            sum = sum is null ? term.Factors.ToExpression(number) : number.Top < 0 ? sum - term.Factors.ToExpression(-number) : sum + term.Factors.ToExpression(number);
        }
        return sum ?? 0;
    }
}
