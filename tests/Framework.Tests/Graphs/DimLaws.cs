using CsCheck;

namespace Nabla.Tests.Graphs;

/// <summary>Dimensions are a commutative ring, and sizes put in for symbols go through every operation.</summary>
public class DimLaws
{
    static readonly string[][] Monomials = [[], ["N"], ["M"], ["N", "N"], ["M", "N"], ["K"], ["K", "M", "N"]];

    static readonly Gen<Dim> Polynomials = Gen.Select(Gen.Int[-3, 3], Gen.Int[0, Monomials.Length - 1]).Array[0, 4].Select(
        terms => terms.Aggregate((Dim)0, (sum, t) => sum + Monomials[t.Item2].Aggregate((Dim)t.Item1, (product, s) => product * Dim.Symbol(s))));

    static readonly Gen<Dictionary<string, long>> Sizes =
        Gen.Select(Gen.Long[0, 9], Gen.Long[0, 9], Gen.Long[0, 9]).Select((n, m, k) => new Dictionary<string, long> { ["N"] = n, ["M"] = m, ["K"] = k });

    [Fact]
    public void Sums_and_products_commute() => Gen.Select(Polynomials, Polynomials).Sample((a, b) => a + b == b + a && a * b == b * a);

    [Fact]
    public void Sums_and_products_associate() =>
        Gen.Select(Polynomials, Polynomials, Polynomials).Sample((a, b, c) => a + b + c == a + (b + c) && a * b * c == a * (b * c));

    [Fact]
    public void Products_distribute_over_sums() => Gen.Select(Polynomials, Polynomials, Polynomials).Sample((a, b, c) => a * (b + c) == a * b + a * c);

    [Fact]
    public void Zero_one_and_the_negative_are_what_they_should_be() =>
        Polynomials.Sample(a => a + 0 == a && a * 1 == a && (a * 0).Is(0) && (a - a).Is(0) && a - a is { IsStatic: true });

    [Fact]
    public void Equal_polynomials_have_equal_hashes() =>
        Gen.Select(Polynomials, Polynomials).Sample((a, b) => (a + b).GetHashCode() == (b + a).GetHashCode() && (a * b).GetHashCode() == (b * a).GetHashCode());

    [Fact]
    public void Sizes_for_symbols_go_through_every_operation() => Gen.Select(Polynomials, Polynomials, Sizes).Sample((a, b, sizes) =>
        (a + b).Bind(sizes).Size == a.Bind(sizes).Size + b.Bind(sizes).Size
        && (a - b).Bind(sizes).Size == a.Bind(sizes).Size - b.Bind(sizes).Size
        && (a * b).Bind(sizes).Size == a.Bind(sizes).Size * b.Bind(sizes).Size);

    [Fact]
    public void Binding_symbols_one_after_the_other_is_binding_them_at_once() => Gen.Select(Polynomials, Sizes).Sample((a, sizes) =>
        sizes.Aggregate(a, (dim, s) => dim.Bind(new Dictionary<string, long> { [s.Key] = s.Value })) == a.Bind(sizes));

    [Fact]
    public void The_symbols_are_those_that_the_value_depends_on() => Polynomials.Sample(a =>
        a.Symbols.Order().SequenceEqual(new[] { "K", "M", "N" }.Where(s => a.Bind(new Dictionary<string, long> { [s] = 2 }) != a)));

    [Fact]
    public void What_is_printed_is_read_back() => Polynomials.Sample(a => Dim.Parse(a.ToString()) == a);

    [Fact]
    public void A_product_divides_by_either_factor_where_that_is_a_single_term() =>
        Gen.Select(Polynomials, Gen.Int[1, 4], Gen.Int[0, Monomials.Length - 1]).Sample((a, coefficient, monomial) =>
        {
            var divisor = Monomials[monomial].Aggregate((Dim)coefficient, (product, s) => product * Dim.Symbol(s));
            return (a * divisor).TryDivide(divisor, out var quotient) && quotient == a;
        });

    [Fact]
    public void A_quotient_times_the_divisor_is_the_dividend() => Gen.Select(Polynomials, Polynomials).Sample((a, b) => !a.TryDivide(b, out var q) || q * b == a);

    [Fact]
    public void Nothing_divides_by_zero() => Polynomials.Sample(a => !a.TryDivide(0, out _));

    [Fact]
    public void Too_large_a_result_is_an_overflow_never_another_number()
    {
        Assert.Throws<OverflowException>(() => new Dim(long.MaxValue) + 1);
        Assert.Throws<OverflowException>(() => new Dim(long.MaxValue) * 2);
        Assert.Throws<OverflowException>(() => (Dim.Symbol("N") + long.MaxValue) + 1);
        Assert.Throws<OverflowException>(() => Dim.Symbol("N") * long.MaxValue * 2);
    }
}
