namespace Nabla.Symbolic;

/// <summary>A product of powers: a number times bases with numbers for exponents, equal bases collected. Equal whatever the order; the number does not count.</summary>
sealed class Factors : IEquatable<Factors>
{
    readonly List<Expression> _order = [];
    readonly Dictionary<Expression, Ratio> _exponents = [];
    readonly HashSet<Expression> _stuck = [];

    Factors() { }

    public Ratio Coefficient { get; private set; } = Ratio.One;

    /// <summary>True if the product has no value: 1/0, whatever else was in it.</summary>
    public bool IsUndefined => _exponents.ContainsKey(0);

    /// <summary>The only base, if its exponent is 1, else null.</summary>
    public Expression? Single => _exponents.Count == 1 && _exponents.Values.First() == Ratio.One ? _exponents.Keys.First() : null;

    /// <summary>A product of expressions, each already simplified, to powers.</summary>
    public static Factors Of(params ReadOnlySpan<(Expression Base, Ratio Exponent)> powers)
    {
        var factors = new Factors();
        foreach (var (e, exponent) in powers) factors.Add(e, exponent);
        factors.Settle();
        return factors;
    }

    void Add(Expression e, Ratio k)
    {
        var open = new Stack<(Expression, Ratio)>([(e, k)]);
        while (open.TryPop(out var power))
        {
            switch (power)
            {
                // 0 to a negative power stays
                case (Number(0), var n):
                    if (n.Top > 0) Coefficient = Ratio.Zero;
                    else if (_exponents.TryAdd(0, -1)) _order.Add(0);
                    break;
                case (Number(var value), { IsWhole: true } n) when With(value, n) is { IsFailed: false } product: Coefficient = product; break;
                case (Number(var value), { IsWhole: true } n) when Computed(value, n) is { } number: Collect(number, n.Top < 0 ? -1 : 1); break;
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
                case (Power(var u, var v), { IsWhole: true } n) when Ratio.Of(v) is { } p && !_stuck.Contains(power.Item1):
                    if ((p * n).IsFailed) Collect(power.Item1, n);
                    else open.Push((u, p * n));
                    break;
                case (Application(var f, var u), { IsEven: true } n) when f == Function.Sqrt: open.Push((u, n / 2)); break;
                case (Application(var f, var u), { IsEven: true } n) when f == Function.Abs: open.Push((u, n)); break;
                case var (other, n): Collect(other, n); break;
            }
        }
    }

    Ratio With(double value, Ratio exponent) => Coefficient * ((Ratio)value).Pow(exponent.Top);

    // A power of a number that does not fit into the coefficient, but is a number.
    static Expression? Computed(double value, Ratio exponent) =>
        Math.Abs(exponent.Top) != 1 && ((Ratio)value).Pow(Math.Abs(exponent.Top)) is { IsFailed: false } power ? power.ToExpression() : null;

    void Collect(Expression e, Ratio k)
    {
        if (_exponents.TryAdd(e, k)) _order.Add(e);
        else if ((_exponents[e] + k) is { IsFailed: false } sum) _exponents[e] = sum;
        else
        {
            // an exponent beyond the range of a double
            var power = e.Pow(k.ToExpression());
            _stuck.Add(power);
            Collect(power, 1);
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
                if (!k.IsZero && !CanBeTakenApart(e, k)) continue;
                _order.Remove(e);
                _exponents.Remove(e);
                if (k.IsZero) continue;
                Add(e, k);
                changed = true;
            }
        }
        if (IsUndefined) BecomeUndefined();
    }

    void BecomeUndefined()
    {
        _order.Clear();
        _exponents.Clear();
        Coefficient = Ratio.One;
        Collect(0, -1);
    }

    bool CanBeTakenApart(Expression e, Ratio k) => e switch
    {
        Number(0) => false,
        Number(var value) => k.IsWhole && (!With(value, k).IsFailed || Computed(value, k) is not null),
        Negation or Product or Quotient => k.IsWhole,
        Power(_, var v) => k.IsWhole && !_stuck.Contains(e) && Ratio.Of(v) is { } p && !(p * k).IsFailed,
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
