namespace Nabla.Symbolic;

/// <summary>A product of powers: a number times bases with numbers for exponents, equal bases collected. Equal whatever the order; the number does not count.</summary>
sealed class Factors : IEquatable<Factors>
{
    readonly List<Expression> _order = [];
    readonly Dictionary<Expression, Ratio> _exponents = [];

    Factors() { }

    public Ratio Coefficient { get; private set; } = Ratio.One;

    /// <summary>True if there is no base: the product is a number.</summary>
    public bool IsNumber => _exponents.Count == 0;

    /// <summary>The only base, if its exponent is 1, else null.</summary>
    public Expression? Single => _exponents.Count == 1 && _exponents.Values.First() == Ratio.One ? _exponents.Keys.First() : null;

    /// <summary>A product of expressions, each already simplified, to powers.</summary>
    /// <returns>Null if a number in it would not be finite.</returns>
    public static Factors? Of(params ReadOnlySpan<(Expression Base, Ratio Exponent)> powers)
    {
        var factors = new Factors();
        foreach (var (e, exponent) in powers) factors.Add(e, exponent);
        factors.Settle();
        return factors.Coefficient.IsFailed ? null : factors;
    }

    void Add(Expression e, Ratio k)
    {
        var open = new Stack<(Expression, Ratio)>([(e, k)]);
        while (open.TryPop(out var power))
        {
            switch (power)
            {
                case (Number(var value), { IsWhole: true } n): Coefficient *= ((Ratio)value).Pow(n.Top); break;
                case (Negation(var a), { IsWhole: true } n):
                    if (!n.IsEven) Coefficient = -Coefficient;
                    open.Push((a, n));
                    break;
                case (Product(var a, var b), { IsWhole: true } n):
                    open.Push((b, n));
                    open.Push((a, n));
                    break;
                case (Quotient(var a, var b), { IsWhole: true } n):
                    open.Push((b, -n));
                    open.Push((a, n));
                    break;
                // (uᵖ)ⁿ = uᵖⁿ for whole n
                case (Power(var u, var v), { IsWhole: true } n) when Ratio.Of(v) is { } p: open.Push((u, p * n)); break;
                case (Application(var f, var u), { IsEven: true } n) when f == Function.Sqrt: open.Push((u, n / 2)); break;
                case (Application(var f, var u), { IsEven: true } n) when f == Function.Abs: open.Push((u, n)); break;
                case var (other, n):
                    if (!_exponents.TryAdd(other, n)) _exponents[other] += n;
                    else _order.Add(other);
                    break;
            }
        }
    }

    // What came together may be taken apart now: √x·√x, 2^0.5·2^0.5.
    void Settle()
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (var e in _order.ToList())
            {
                var k = _exponents[e];
                if (k.IsZero || k.IsFailed || CanBeTakenApart(e, k))
                {
                    _order.Remove(e);
                    _exponents.Remove(e);
                    if (k.IsFailed) Coefficient = Ratio.Failed;
                    else if (!k.IsZero)
                    {
                        Add(e, k);
                        changed = true;
                    }
                }
            }
        }
    }

    static bool CanBeTakenApart(Expression e, Ratio k) => e switch
    {
        Number or Negation or Product or Quotient => k.IsWhole,
        Power(_, var v) => k.IsWhole && Ratio.Of(v) is not null,
        Application(var f, _) => k.IsEven && (f == Function.Sqrt || f == Function.Abs),
        _ => false,
    };

    /// <summary>The product: the coefficient, then bases in the order in which they came; what has negative exponents below a line. A sign goes to what is first,
    /// but to the whole if that is a sum.</summary>
    /// <param name="coefficient">Takes the place of the coefficient.</param>
    public Expression ToExpression(Ratio coefficient)
    {
        if (coefficient.IsZero) return 0;
        List<Expression> top = Math.Abs(coefficient.Top) == 1 ? [] : [Math.Abs(coefficient.Top)], bottom = coefficient.Bottom == 1 ? [] : [coefficient.Bottom];
        foreach (var e in _order)
        {
            var k = _exponents[e];
            (k.Top > 0 ? top : bottom).Add(Math.Abs(k.Value) == 1 ? e : e.Pow((k.Top < 0 ? -k : k).ToExpression()));
        }
        if (top.Count == 0) top.Add(1);
        bool isSum = top[0] is Sum or Difference;
        if (coefficient.Top < 0 && !isSum) top[0] = -top[0];
        var product = top.Aggregate((a, b) => a * b);
        if (bottom.Count > 0) product /= bottom.Aggregate((a, b) => a * b);
        return coefficient.Top < 0 && isSum ? -product : product;
    }

    public bool Equals(Factors? other)
    {
        if (other is null || other._exponents.Count != _exponents.Count) return false;
        foreach (var (e, k) in _exponents) if (!other._exponents.TryGetValue(e, out var same) || same != k) return false;
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as Factors);

    public override int GetHashCode() => _exponents.Aggregate(_exponents.Count, (hash, f) => hash + HashCode.Combine(f.Key, f.Value));
}
