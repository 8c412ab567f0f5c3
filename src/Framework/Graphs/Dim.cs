using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Nabla;

/// <summary>A dimension: an integer, or a polynomial with integer coefficients over named symbols, such as <c>N</c> or <c>2*N+1</c>.
/// Equal polynomials are equal dimensions.</summary>
public readonly struct Dim : IEquatable<Dim>
{
    // Terms of degree ≥ 1 in ascending order of their monomial, no zero coefficient; null when the dimension is a plain integer.
    readonly Term[]? _terms;
    readonly long _constant;

    readonly record struct Term(string Monomial, long Coefficient);

    Dim(long constant, Term[]? terms) => (_constant, _terms) = (constant, terms is { Length: 0 } ? null : terms);

    /// <summary>A dimension of known size.</summary>
    public Dim(long size) : this(size, null) { }

    /// <summary>A dimension whose size is bound when the program is compiled.</summary>
    /// <param name="name">A symbol such as <c>N</c>: letters, digits, <c>_</c>, <c>.</c>, <c>?</c>, not starting with a digit.</param>
    public static Dim Symbol(string name)
    {
        if (!IsSymbol(name)) throw new GraphException($"'{name}' is not a dimension symbol: use letters, digits, '_', '.', '?', not starting with a digit.");
        return new(0, [new(name, 1)]);
    }

    /// <summary>True if the size is known.</summary>
    public bool IsStatic => _terms is null;

    /// <summary>The size, where it is known.</summary>
    /// <exception cref="GraphException">The dimension holds a symbol.</exception>
    public long Size => _terms is null ? _constant : throw new GraphException($"The size of dimension {this} is not known before its symbols are bound.");

    /// <summary>True if the size is known to be <paramref name="size"/>.</summary>
    public bool Is(long size) => _terms is null && _constant == size;

    /// <summary>The symbols in the polynomial.</summary>
    public IEnumerable<string> Symbols => _terms is null ? [] : _terms.SelectMany(t => t.Monomial.Split('*')).Distinct();

    /// <summary>The symbol, if the dimension is one symbol and nothing else.</summary>
    public string? LoneSymbol => _constant == 0 && _terms is [{ Coefficient: 1 } term] && !term.Monomial.Contains('*') ? term.Monomial : null;

    /// <summary>A known size.</summary>
    public static implicit operator Dim(long size) => new(size);

    /// <summary>A symbol, or a polynomial as <see cref="ToString"/> prints it.</summary>
    public static implicit operator Dim(string text) => Parse(text);

    /// <summary>Sum.</summary>
    public static Dim operator +(Dim a, Dim b) => a.IsStatic && b.IsStatic
        ? new(checked(a._constant + b._constant)) : Collect(checked(a._constant + b._constant), [.. a._terms ?? [], .. b._terms ?? []]);

    /// <summary>Difference.</summary>
    public static Dim operator -(Dim a, Dim b) => a + b * -1;

    /// <summary>Product.</summary>
    public static Dim operator *(Dim a, Dim b)
    {
        if (a.IsStatic && b.IsStatic) return new(checked(a._constant * b._constant));
        var terms = new List<Term>();
        foreach (var s in a._terms ?? [])
        {
            terms.Add(s with { Coefficient = checked(s.Coefficient * b._constant) });
            foreach (var t in b._terms ?? []) terms.Add(new(Merge(s.Monomial, t.Monomial), checked(s.Coefficient * t.Coefficient)));
        }
        foreach (var t in b._terms ?? []) terms.Add(t with { Coefficient = checked(t.Coefficient * a._constant) });
        return Collect(checked(a._constant * b._constant), terms);
    }

    /// <summary>The exact quotient, where the divisor is an integer or a single product of symbols that divides every term, or equals this dimension.</summary>
    public bool TryDivide(Dim divisor, out Dim quotient)
    {
        quotient = default;
        if (Equals(divisor) && !divisor.Is(0)) { quotient = 1; return true; }
        if (divisor.IsStatic)
        {
            long d = divisor._constant;
            if (d == 0 || _constant % d != 0 || (_terms ?? []).Any(t => t.Coefficient % d != 0)) return false;
            quotient = new(_constant / d, _terms?.Select(t => t with { Coefficient = t.Coefficient / d }).ToArray());
            return true;
        }
        if (divisor._constant != 0 || divisor._terms!.Length != 1 || _constant != 0) return false;
        var by = divisor._terms[0];
        long constant = 0;
        var terms = new List<Term>();
        foreach (var t in _terms ?? [])
        {
            var left = t.Monomial.Split('*').ToList();
            if (t.Coefficient % by.Coefficient != 0 || by.Monomial.Split('*').Any(s => !left.Remove(s))) return false;
            if (left.Count == 0) constant += t.Coefficient / by.Coefficient;
            else terms.Add(new(string.Join('*', left), t.Coefficient / by.Coefficient));
        }
        quotient = Collect(constant, terms);
        return true;
    }

    /// <summary>The dimension with symbols replaced by sizes; symbols without one stay.</summary>
    public Dim Bind(IReadOnlyDictionary<string, long> sizes)
    {
        if (_terms is null) return this;
        Dim sum = _constant;
        foreach (var t in _terms)
        {
            Dim product = t.Coefficient;
            foreach (var s in t.Monomial.Split('*')) product *= sizes.TryGetValue(s, out long size) ? new Dim(size) : Symbol(s);
            sum += product;
        }
        return sum;
    }

    /// <summary>Reads what <see cref="ToString"/> prints; any other text that is not a number or symbol is refused.</summary>
    /// <exception cref="GraphException">The text is no polynomial over symbols.</exception>
    public static Dim Parse(string text) =>
        TryParse(text, out var dim) ? dim : throw new GraphException($"'{text}' is not a dimension: use an integer, a symbol such as N, or a polynomial such as 2*N+1.");

    /// <summary>Reads what <see cref="ToString"/> prints; false for any other text, and for numbers out of range.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Dim dim)
    {
        dim = 0;
        if (string.IsNullOrWhiteSpace(text)) return false;
        try
        {
            var signed = text.Trim().Replace("-", "+-", StringComparison.Ordinal);
            if (signed.StartsWith("+-", StringComparison.Ordinal)) signed = signed[1..];
            foreach (var term in signed.Split('+', StringSplitOptions.TrimEntries))
            {
                if (!TryParseTerm(term, out var product)) return false;
                dim += product;
            }
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    static bool TryParseTerm(string term, out Dim product)
    {
        product = 1;
        if (term.StartsWith('-')) (product, term) = (-1, term[1..].Trim());
        foreach (var factor in term.Split('*', StringSplitOptions.TrimEntries))
        {
            if (long.TryParse(factor, NumberStyles.None, CultureInfo.InvariantCulture, out long n)) product *= n;
            else if (IsSymbol(factor)) product *= Symbol(factor);
            else return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(Dim other) => _constant == other._constant && (_terms ?? []).AsSpan().SequenceEqual(other._terms ?? []);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Dim other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(_constant);
        foreach (var t in _terms ?? []) hash.Add(t);
        return hash.ToHashCode();
    }

    /// <summary>Equal polynomials.</summary>
    public static bool operator ==(Dim a, Dim b) => a.Equals(b);

    /// <summary>Different polynomials (which may still be equal for some sizes).</summary>
    public static bool operator !=(Dim a, Dim b) => !a.Equals(b);

    /// <summary>The integer, or the polynomial with the constant last: <c>2*N+1</c>.</summary>
    public override string ToString()
    {
        if (_terms is null) return _constant.ToString(CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        foreach (var (monomial, c) in _terms)
        {
            if (c < 0) text.Append('-');
            else if (text.Length > 0) text.Append('+');
            if (Math.Abs(c) != 1) text.Append(Math.Abs(c).ToString(CultureInfo.InvariantCulture)).Append('*');
            text.Append(monomial);
        }
        if (_constant > 0) text.Append('+');
        if (_constant != 0) text.Append(_constant.ToString(CultureInfo.InvariantCulture));
        return text.ToString();
    }

    static bool IsSymbol(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '?');

    static string Merge(string a, string b) => string.Join('*', a.Split('*').Concat(b.Split('*')).Order(StringComparer.Ordinal));

    static Dim Collect(long constant, IEnumerable<Term> terms) => new(constant,
        [.. terms.GroupBy(t => t.Monomial).Select(g => new Term(g.Key, g.Sum(t => t.Coefficient)))
                 .Where(t => t.Coefficient != 0).OrderBy(t => t.Monomial, StringComparer.Ordinal)]);
}
