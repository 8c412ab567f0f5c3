using CsCheck;
using Nabla.Symbolic;

namespace Nabla.Tests;

public class ParserTests
{
    static readonly Expression X = new Symbol("x"), Y = new Symbol("y"), Z = new Symbol("z");

    public static TheoryData<string, Expression> Good => new()
    {
        { "x", X },
        { "1.5e-3", 0.0015 },
        { ".5", 0.5 },
        { "5.", 5 },
        { "2E3", 2000 },
        { "x+y-z", X + Y - Z },
        { "x-y+z", X - Y + Z },
        { "x/y*z", X / Y * Z },
        { "x+y*z", X + Y * Z },
        { "(x+y)*z", (X + Y) * Z },
        { "x^y^z", X.Pow(Y.Pow(Z)) },
        { "x**y**z", X.Pow(Y.Pow(Z)) },
        { "-x^2", -X.Pow(2) },
        { "(-x)^2", (-X).Pow(2) },
        { "x^-y^2", X.Pow(-Y.Pow(2)) },
        { "-x*y", -X * Y },
        { "x*-y", X * -Y },
        { "--x", -(-X) },
        { "x - -2", X - -2 },
        { "+x", X },
        { "-3", -3 },
        { "2*pi", 2 * NamedConstant.Pi },
        { "e^x", NamedConstant.E.Pow(X) },
        { "π·x − y", NamedConstant.Pi * X - Y },
        { "log(x)", Function.Ln.Of(X) },
        { "arcsin(x)", Function.Asin.Of(X) },
        { "sin(cos(x))", Function.Sin.Of(Function.Cos.Of(X)) },
        { " ln ( x ) ", Function.Ln.Of(X) },
        { "ln(x1) + x1*x2 - sin(x2)", Function.Ln.Of(new Symbol("x1")) + new Symbol("x1") * new Symbol("x2") - Function.Sin.Of(new Symbol("x2")) },
        { "_long_Name2 + θ1", new Symbol("_long_Name2") + new Symbol("θ1") },
        { "E", new Symbol("E") },
        { "sine", new Symbol("sine") },
        { "((((x))))", X },
    };

    [Theory, MemberData(nameof(Good))]
    public void Reads(string text, Expression expected) => Assert.Equal(expected, ExpressionParser.Parse(text));

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData("   ", 4, "empty")]
    [InlineData("ln(x1)+sni(x)", 8, "'sni' is not a function; did you mean 'sin'?")]
    [InlineData("artcan(x)", 1, "did you mean 'arctan'?")]
    [InlineData("foo(x)", 1, "there are ln, exp, sqrt, sin")]
    [InlineData("pow(x)", 1, "write x^y")]
    [InlineData("x(y+1)", 1, "a product is written x*(…)")]
    [InlineData("(x+1", 5, "the end was found where an operator or ')' was expected: the parenthesis of column 1 is not closed")]
    [InlineData("2*(x+(y-1)", 11, "of column 3 is not closed")]
    [InlineData("x+1)", 4, "no parenthesis is open")]
    [InlineData("()", 2, "')' was found where a number, a variable, a function or '(' was expected")]
    [InlineData("sin()", 5, "')' was found where a number")]
    [InlineData("x+", 3, "the end was found where a number, a variable")]
    [InlineData("x^", 3, "the end was found")]
    [InlineData("-", 2, "the end was found")]
    [InlineData("x*/y", 3, "'/' was found")]
    [InlineData("* x", 1, "'*' was found")]
    [InlineData("2x", 2, "a product is written 2*x")]
    [InlineData("x y", 3, "'y' was found where an operator or the end was expected; a product is written x*y")]
    [InlineData("(x)(y)", 4, "a product is written with *")]
    [InlineData("2exp(x)", 2, "2*exp")]
    [InlineData("sin x", 5, "the argument of sin stands in parentheses, sin(…)")]
    [InlineData("sin", 4, "the end was found where '(' was expected")]
    [InlineData("1.2.3", 1, "'1.2.3' has more than one decimal point")]
    [InlineData("x + 1e", 5, "'1e' lacks the digits of its exponent")]
    [InlineData("1e+", 1, "'1e+' lacks")]
    [InlineData("1e2.5", 1, "decimal point")]
    [InlineData(".", 1, "without digits")]
    [InlineData("x*.e2", 3, "without digits")]
    [InlineData("1e999", 1, "larger than a double")]
    [InlineData("1e-999", 1, "smaller than a double")]
    [InlineData("1,5", 2, "decimal point")]
    [InlineData("[x]", 1, "brackets are ( and )")]
    [InlineData("x = 2", 3, "no equation")]
    [InlineData("x $ y", 3, "'$' has no meaning")]
    [InlineData("x + 😀", 5, "'😀' has no meaning")]
    public void Says_what_is_wrong_and_where(string text, int column, string reason)
    {
        var error = Assert.Throws<ExpressionException>(() => ExpressionParser.Parse(text));
        Assert.Equal((column, text), (error.Column, error.Text));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"The expression cannot be read at column {column}: ", error.Message, StringComparison.Ordinal);
        var lines = error.Message.Split('\n');
        Assert.Equal(["  " + text, new string(' ', column + 1) + "^"], lines[1..]);
    }

    [Fact]
    public void A_long_text_is_shown_around_the_place()
    {
        var text = string.Concat(Enumerable.Repeat("x + ", 50)) + "? + " + string.Join(" + ", Enumerable.Repeat("y", 50));
        var error = Assert.Throws<ExpressionException>(() => ExpressionParser.Parse(text));
        var lines = error.Message.Split('\n');
        Assert.Equal('?', lines[1][lines[2].IndexOf('^', StringComparison.Ordinal)]);
        Assert.All(lines[1..], l => Assert.InRange(l.Length, 1, 80));
        Assert.Equal(201, error.Column);
    }

    [Fact]
    public void Nesting_has_a_limit_and_length_has_none()
    {
        foreach (var open in (string[])["(", "-", "x^", "sin("])
            Assert.Contains("250", Assert.Throws<ExpressionException>(() => ExpressionParser.Parse(string.Concat(Enumerable.Repeat(open, 100_000)) + "x")).Message, StringComparison.Ordinal);
        var sum = ExpressionParser.Parse(string.Join('+', Enumerable.Repeat("x", 20_000)));
        Assert.Equal(20_000, sum.Evaluate(("x", 1)));
    }

    [Fact]
    public void Names_that_are_taken_cannot_be_variables()
    {
        foreach (var name in (string[])["", "1x", "a b", "sin", "log", "pi", "e"])
            Assert.Contains("cannot be the name of a variable", Assert.Throws<NablaException>(() => new Symbol(name)).Message, StringComparison.Ordinal);
    }

    // Any text is an expression or one clear error.
    [Fact]
    public void Nothing_else_is_thrown() =>
        Gen.OneOf(RandomExpressions.OneOf<char>([.. "x12.e+-*/^() ,sinlπ$"]).Array[0, 20].Select(c => new string(c)), Gen.String[0, 20]).Sample(text =>
        {
            try
            {
                var e = ExpressionParser.Parse(text);
                Assert.Equal(e, ExpressionParser.Parse(e.ToString()));
            }
            catch (ExpressionException error)
            {
                Assert.InRange(error.Column, 1, text.Length + 1);
            }
        }, iter: 20_000);
}
