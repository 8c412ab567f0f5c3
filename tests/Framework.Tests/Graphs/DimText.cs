namespace Nabla.Tests.Graphs;

public class DimText
{
    [Theory]
    [InlineData("7", "7"), InlineData("-7", "-7"), InlineData("N", "N"), InlineData("1+2*N", "2*N+1"), InlineData("N*2 - 1", "2*N-1"), InlineData("M*N+N*M", "2*M*N")]
    [InlineData("N*N", "N*N"), InlineData("N-N", "0"), InlineData("-N", "-N"), InlineData("seq.len?", "seq.len?"), InlineData("-3*N+2*M", "2*M-3*N")]
    public void A_polynomial_is_read_and_printed_in_one_way(string text, string printed) => Assert.Equal(printed, Dim.Parse(text).ToString());

    [Theory]
    [InlineData(""), InlineData(" "), InlineData("+"), InlineData("-"), InlineData("N+"), InlineData("N-"), InlineData("+N"), InlineData("N++1"), InlineData("N*"), InlineData("*N")]
    [InlineData("2N"), InlineData("N M"), InlineData("N/2"), InlineData("(N)"), InlineData("1.5"), InlineData("99999999999999999999"), InlineData("9223372036854775807+1")]
    public void Other_text_is_refused(string text)
    {
        Assert.False(Dim.TryParse(text, out _));
        var error = Assert.Throws<GraphException>(() => Dim.Parse(text));
        Assert.Equal($"'{text}' is not a dimension: use an integer, a symbol such as N, or a polynomial such as 2*N+1.", error.Message);
    }

    [Theory]
    [InlineData("2N"), InlineData(""), InlineData("a-b"), InlineData("a*b")]
    public void A_symbol_has_a_name(string name) => Assert.StartsWith($"'{name}' is not a dimension symbol", Assert.Throws<GraphException>(() => Dim.Symbol(name)).Message);

    [Fact]
    public void The_size_of_a_symbol_is_asked_for_in_vain() =>
        Assert.Equal("The size of dimension 2*N is not known before its symbols are bound.", Assert.Throws<GraphException>(() => (Dim.Symbol("N") * 2).Size).Message);
}
